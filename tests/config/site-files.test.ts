import { expect, test } from 'vitest'
import { stylesheetTrouble } from '../../src/config/stylesheet-checks.ts'
import { load, problemsIn } from './folder.ts'

const site = (settings: string) => `site:\n  title: 金融消息\n  url: https://news.example\n${settings}`
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')

test('licence, contact and files of the site are taken over', () => {
  const settings = load({
    'root.yaml': site(
      '  licence: { text: CC BY 4.0, url: "https://cc.example/by" }\n  contact: editor@news.example\n  stylesheet: look/site.css\n  icon: look/icon\n',
    ),
    'look/site.css': 'a { color: red }',
    'look/icon': png,
  })
  expect(settings.site).toMatchObject({
    licence: { text: 'CC BY 4.0', url: 'https://cc.example/by' },
    contact: 'editor@news.example',
    stylesheet: 'assets/custom.css',
    icon: 'assets/icon.png',
  })
  expect(settings.assets).toEqual([
    { path: 'assets/icon.png', bytes: png },
    { path: 'assets/custom.css', bytes: Buffer.from('a { color: red }') },
  ])
})

const wrong: readonly { readonly name: string; readonly settings: string; readonly problem: string }[] = [
  {
    name: 'a style sheet that is not there',
    settings: '  stylesheet: gone.css',
    problem: 'root.yaml:4:15 site.stylesheet: there is no file "gone.css"; write its path relative to this file, or take the setting out',
  },
  {
    name: 'a folder',
    settings: '  icon: look',
    problem: 'root.yaml:4:9 site.icon: "look" cannot be read: EISDIR: illegal operation on a directory, read; make it a readable file',
  },
  {
    name: 'a page instead of a style sheet',
    settings: '  stylesheet: look/page.html',
    problem: 'root.yaml:4:15 site.stylesheet: "look/page.html" line 1 holds HTML (<!doctype); keep the rules only',
  },
  {
    name: 'a text as icon',
    settings: '  icon: look/notes.txt',
    problem: 'root.yaml:4:9 site.icon: "look/notes.txt" is no picture of a known kind; give an SVG, PNG, ICO, WebP or JPEG file',
  },
  {
    name: 'an icon with a script',
    settings: '  icon: look/bad.svg',
    problem: 'root.yaml:4:9 site.icon: "look/bad.svg" holds a script; take it out: pages run none',
  },
  {
    name: 'too much',
    settings: '  icon: look/big.png',
    problem: 'root.yaml:4:9 site.icon: "look/big.png" has 300000 bytes; make it smaller than 262144: every page loads it',
  },
  {
    name: 'a style sheet that is no UTF-8',
    settings: '  stylesheet: look/gbk.css',
    problem: 'root.yaml:4:15 site.stylesheet: "look/gbk.css" is not UTF-8; save it as UTF-8',
  },
  {
    name: 'a contact that nobody can write to',
    settings: '  contact: the editor',
    problem: 'root.yaml:4:12 site.contact: "the editor" is neither an e-mail nor a web address; write one such as editor@news.example',
  },
  {
    name: 'a licence at no address',
    settings: '  licence: { text: CC BY, url: cc-by }',
    problem: 'root.yaml:4:32 site.licence.url: "cc-by" is no address that can be used here; write one such as https://news.example/about',
  },
  {
    name: 'a category with a word for its sign',
    settings: 'categories:\n  - name: 科技\n    icon: newspaper',
    problem:
      'root.yaml:6:11 categories[0].icon: "newspaper" is neither a sign nor the address of a picture; write one such as 📰 or https://news.example/icon.png',
  },
]

for (const { name, settings, problem } of wrong)
  test(`${name} is told with its place`, () => {
    const files = {
      'root.yaml': site(`${settings}\n`),
      'look/page.html': '<!doctype html><title>x</title>',
      'look/notes.txt': 'notes',
      'look/bad.svg': '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
      'look/big.png': Buffer.concat([png, Buffer.alloc(300_000 - png.length)]),
      'look/gbk.css': Buffer.from('/* \xb2\xe2 */', 'latin1'),
    }
    expect(problemsIn(files)).toEqual([problem])
  })

test('signs and pictures stand beside names of categories', () => {
  const icons = ['📰', '👨‍👩‍👧', '股', 'A股', 'https://news.example/icon.png']
  const { categories } = load({
    'root.yaml': site(`categories:\n${icons.map((icon, n) => `  - { name: c${n}, icon: "${icon}" }\n`).join('')}`),
  })
  expect(categories.map(({ icon }) => icon)).toEqual(icons)
})

const sheets: readonly { readonly name: string; readonly css: string; readonly says: string | null }[] = [
  { name: 'ordinary rules', css: ':root { --a: "}"; }\n@media (width < 40rem) { a:not([href]) { color: red } }', says: null },
  { name: 'brackets in comments and strings', css: '/* } { */ a::after { content: "\\"}"; }', says: null },
  {
    name: 'pictures of https and data addresses',
    css: 'a { background: url(https://x.example/a.png), url("data:image/png;base64,AA==") }',
    says: null,
  },
  { name: 'fonts that readers have', css: '@font-face { font-family: Mine; src: local("PingFang SC") }', says: null },
  { name: 'brackets in names', css: '.w-\\[12px\\)\\" { }', says: null },
  { name: 'nothing', css: '', says: null },
  { name: 'an open rule', css: 'a { color: red }\n\nb { color: blue', says: 'line 3 has a "{" that is never closed' },
  { name: 'a closing bracket too many', css: 'a { } }', says: 'line 1 has a "}" that closes nothing' },
  { name: 'crossed brackets', css: 'a:not([href) ] { }', says: 'line 1 has a ")" that closes nothing' },
  { name: 'an open comment', css: 'a { }\n/* b { }', says: 'line 2 has a comment that is never closed' },
  { name: 'an open string', css: 'a::after { content: "x }\n}', says: 'line 1 has a string that is never closed' },
  { name: 'another style sheet', css: '@import url("https://x.example/a.css");', says: 'line 1 has an @import' },
  { name: 'a font', css: '@font-face { src: url(https://x.example/a.woff2) }', says: 'line 1 loads a font' },
  { name: 'a file of the disk', css: 'a { }\nb { background: url(logo.png) }', says: 'line 2 asks for "logo.png"' },
  {
    name: 'a picture without encryption',
    css: 'b { background: url( "http://x.example/a.png" ) }',
    says: 'line 1 asks for "http://x.example/a.png"',
  },
  { name: 'a page', css: '<style>a { }</style>', says: 'line 1 holds HTML (<style)' },
]

for (const { name, css, says } of sheets)
  test(`of a style sheet: ${name}`, () => {
    expect(stylesheetTrouble(css)?.message ?? null).toBe(says)
  })
