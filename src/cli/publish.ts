import type { CommonOptions, Context } from './context.ts'
import { printJson } from './print.ts'
import { withApp } from './session.ts'

/** `publish [--all]`: writes what is stale, or everything. */
export function publish(options: CommonOptions & { readonly all?: boolean }, context: Context): Promise<number> {
  return withApp(options, context, async ({ app, settings }) => {
    const published = await app.publish({ isAll: options.all === true })
    if (options.json === true) printJson(context, { published })
    else context.out(`Published ${published.files} files in ${published.categories} categories to ${settings.publish.dir}\n`)
    return 0
  })
}
