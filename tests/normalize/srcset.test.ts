import { expect, test } from 'vitest'
import { absoluteSrcset } from '../../src/normalize/srcset.ts'

const rows = [
  { name: 'widths', raw: 'a.jpg 320w, b.jpg 640w', want: 'https://n.example/a.jpg 320w, https://n.example/b.jpg 640w' },
  { name: 'densities', raw: 'a.jpg, b.jpg 1.5x', want: 'https://n.example/a.jpg, https://n.example/b.jpg 1.5x' },
  { name: 'no space after the comma', raw: 'a.jpg 1x,b.jpg 2x', want: 'https://n.example/a.jpg 1x, https://n.example/b.jpg 2x' },
  { name: 'a comma inside an address', raw: 'a,b.jpg 2x', want: 'https://n.example/a,b.jpg 2x' },
  { name: 'a comma at the end of an address', raw: 'a.jpg, , b.jpg,', want: 'https://n.example/a.jpg, https://n.example/b.jpg' },
  {
    name: 'bad candidates are left out',
    raw: 'javascript:x 1x, data:image/png;base64,AA 2x, ok.jpg 3x',
    want: 'https://n.example/ok.jpg 3x',
  },
  { name: 'odd descriptors are left out', raw: 'a.jpg 0w, b.jpg 2q, c.jpg -1x', want: null },
  { name: 'nothing', raw: ' , ', want: null },
  { name: 'too long', raw: 'a.jpg 1x, '.repeat(2000), want: null },
]

for (const { name, raw, want } of rows) test(`srcset: ${name}`, () => expect(absoluteSrcset(raw, 'https://n.example/')).toBe(want))

test('many commas take no time', () => expect(absoluteSrcset(`a${','.repeat(16_000)}b`, 'https://n.example/')).toBeNull())
