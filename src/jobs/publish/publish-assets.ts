// What pages and feeds share: style sheets and the icon, and the operator's own files.
import { sha256Hex } from '../../base/digest.ts'
import { assetPath, iconExtensions, iconPath } from '../../model/paths.ts'
import type { Settings } from '../../model/settings.ts'
import { feedStylesheet } from '../../render/pages/feed-stylesheet.ts'
import { stylesheet } from '../../render/pages/stylesheet.ts'
import { siteIcon } from '../../render/site-icon.ts'
import type { Deps } from '../deps.ts'
import { countWritten } from './publishing.ts'

interface AssetFile {
  readonly path: string
  readonly bytes: string | Uint8Array
}

function assetFiles({ site, assets }: Pick<Settings, 'site' | 'assets'>): readonly AssetFile[] {
  return [
    { path: assetPath.stylesheet, bytes: stylesheet },
    { path: assetPath.feedStylesheet, bytes: feedStylesheet(site) },
    ...(assets.some(({ path }) => path === site.icon) ? [] : [{ path: site.icon, bytes: siteIcon(site.title) }]),
    ...assets,
  ]
}

/** The number of files that changed. */
export async function writeAssets({ settings, outlet }: Pick<Deps, 'settings' | 'outlet'>): Promise<number> {
  const formerIcons = iconExtensions.map(iconPath).filter((path) => path !== settings.site.icon)
  for (const path of formerIcons) await outlet.remove(path)
  let written = 0
  for (const { path, bytes } of assetFiles(settings)) {
    const write = /\.(?:css|svg)$/.test(path) ? outlet.writeWithVariants : outlet.write
    written += countWritten([await write(path, bytes)])
  }
  return written
}

/** They change without anything else: a style sheet of the operator's, or ours in another version of the program. */
export async function writeChangedAssets(deps: Deps): Promise<number> {
  const { store, settings } = deps
  const version = assetsVersion(settings)
  if ((await store.fact('assets')) === version) return 0
  const written = await deps.withWriterLock(() => writeAssets(deps))
  await store.setFact('assets', version)
  return written
}

/** Names what `assetFiles` would write: when it changes, no page does. */
function assetsVersion(settings: Pick<Settings, 'site' | 'assets'>): string {
  return sha256Hex(
    assetFiles(settings)
      .map(({ path, bytes }) => `${path} ${sha256Hex(bytes)}`)
      .join('\n'),
  )
}
