import { expect, test } from 'vitest'
import { sanitizeHtml } from '../../src/normalize/sanitize.ts'

const real = 'https://x.example/real.jpg'
const dot = 'data:image/gif;base64,R0lGODlhAQABAAAAACw='

const rows: readonly { readonly name: string; readonly html: string; readonly want: string }[] = [
  { name: 'a dot in place of the picture', html: `<img src="${dot}" data-src="real.jpg" class="lazy">`, want: `<img src="${real}">` },
  { name: 'a picture of nothing', html: '<img data-original="/real.jpg" src="/img/blank.gif">', want: `<img src="${real}">` },
  { name: 'no address at all', html: '<img data-lazy-src="real.jpg" alt="b">', want: `<img alt="b" src="${real}">` },
  {
    name: 'sizes that are kept back',
    html: '<img src="blank.gif" srcset="blank.gif 1w" data-src="real.jpg" data-srcset="real.jpg 1x, big.jpg 2x">',
    want: `<img src="${real}" srcset="${real} 1x, https://x.example/big.jpg 2x">`,
  },
  { name: 'a placeholder with sizes', html: '<img src="a.gif" srcset="a.gif 2x" data-src="real.jpg">', want: `<img src="${real}">` },
  {
    name: 'a picture that is there',
    html: '<img src="real.jpg" srcset="big.jpg 2x">',
    want: `<img src="${real}" srcset="https://x.example/big.jpg 2x">`,
  },
  { name: 'a number under such a name', html: '<img src="real.jpg" data-src="3" data-lazy="true">', want: `<img src="${real}">` },
  { name: 'settings under such a name', html: `<img src="real.jpg" data-src='{"a":"b.jpg"}'>`, want: `<img src="${real}">` },
  { name: 'another dot under such a name', html: `<img src="real.jpg" data-src="${dot}">`, want: `<img src="${real}">` },
  { name: 'what is no address of the web', html: '<img src="blank.gif" data-src="javascript:alert(1)//a.b">', want: '' },
  { name: 'an element that is no picture', html: '<p data-src="real.jpg">a</p>', want: '<p>a</p>' },
]

for (const { name, html, want } of rows)
  test(name, () => {
    const clean = sanitizeHtml(html, { base: 'https://x.example/', keepClasses: [] })
    expect(clean).toBe(want)
    expect(sanitizeHtml(clean, { base: 'https://x.example/', keepClasses: [] })).toBe(clean)
  })
