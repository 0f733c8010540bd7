import { z } from 'zod'
import { usualAfter, watchable } from '../model/alert.ts'
import { hookAddress } from './addresses.ts'
import { anyText, headerName, headerValue, text } from './values.ts'

const recipient = {
  url: text(hookAddress, 'https://hooks.example/x')
    .optional()
    .describe(`Where it is posted as JSON; a secret in it is written as \${NAME}. A private address must stand in poll.allow.`),
  headers: z
    .record(text(headerName, 'Authorization'), text(headerValue, 'Bearer $TOKEN'))
    .default({})
    .describe('Sent with each post to url.'),
  command: z
    .array(text(anyText, '/usr/bin/notify'))
    .min(1)
    .optional()
    .describe('Program and its arguments, run without a shell; it gets the JSON on its standard input and has 30s.'),
}

export const alertsSchema = z
  .strictObject({
    ...recipient,
    on: z
      .array(z.enum(watchable))
      .min(1)
      .default([...watchable])
      .describe(
        'What is told: failing (no answer that can be used), drifting (its documents are not as usual), gap (entries were missed), deleted (its origin has deleted entries).',
      ),
    after: z
      .int()
      .min(1)
      .max(1000)
      .default(usualAfter)
      .describe('How many failures in a row make a source failing; one that is gone for good is failing at once.'),
  })
  .describe(
    'Who is told when a source starts or stops failing, drifting or missing entries, once for each change, and when it deletes entries.',
  )

export const notifySchema = z
  .strictObject({
    category: text(anyText, '科技').describe('Name, alias or slug of the category.'),
    ...recipient,
  })
  .describe('Who is told of each entry that is published in a category, once.')

export type WrittenRecipient = Pick<z.output<typeof alertsSchema>, keyof typeof recipient>
export type WrittenAlerts = z.output<typeof alertsSchema>
export type WrittenNotify = z.output<typeof notifySchema>
