import { expect, test } from 'vitest'
import { resolved } from '../../src/parse/references.ts'

const rows: readonly { name: string; raw: string; want: string }[] = [
  { name: 'the five entities of XML', raw: '&lt;&gt;&amp;&quot;&apos;', want: `<>&"'` },
  { name: 'names of HTML, which nobody declared', raw: '&nbsp;&eacute;', want: '\u00a0é' },
  { name: 'a bare ampersand', raw: 'AT&T & Co', want: 'AT&T & Co' },
  { name: 'a name that nothing defines', raw: '&company;', want: '&company;' },
  { name: 'a Windows quote by its number', raw: 'don&#146;t', want: 'don’t' },
  { name: 'a character written byte by byte', raw: 'a&#226;&#128;&#166;b', want: 'a…b' },
  { name: 'a character written byte by byte in hexadecimal', raw: '&#xe4;&#xB8;&#x8a;', want: '上' },
  { name: 'a character written byte by byte in names', raw: '&acirc;&#128;&brvbar;', want: '…' },
  { name: 'neighbours that only look like bytes', raw: 'Spa&#223;&#171;', want: 'Spaß«' },
  { name: 'quotes behind an accent', raw: '&#147;caf&#233;&#148;', want: '“café”' },
]
for (const { name, raw, want } of rows) test(`resolves ${name}`, () => expect(resolved(raw)).toBe(want))
