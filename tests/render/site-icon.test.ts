import { expect, test } from 'vitest'
import { siteIcon } from '../../src/render/site-icon.ts'
import { parseXml } from '../support/xml.ts'

const titles: readonly (readonly [title: string, sign: string])[] = [
  ['金融消息', '金'],
  ['《财经》周刊', '财'],
  ['the example newsstand', 'T'],
  ['36氪', '3'],
  ['👩‍💻 日报', '👩‍💻'],
  ['𠮷野家', '𠮷'],
  ['é-zine', 'É'],
  ['<&>', '&lt;'],
  ['', ''],
]
for (const [title, sign] of titles)
  test(`"${title}" is shown as "${sign}"`, () => {
    expect(siteIcon(title)).toContain(`dominant-baseline="central">${sign}</text>`)
    expect(parseXml(siteIcon(title)).name).toBe('svg')
  })
