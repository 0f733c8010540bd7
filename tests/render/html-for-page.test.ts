import { expect, test } from 'vitest'
import { htmlForPage } from '../../src/render/pages/html-for-page.ts'

const written: readonly { readonly name: string; readonly html: string; readonly want: string }[] = [
  { name: 'nothing of these', html: '<p>a &lt;pre&gt; b</p>', want: '<p>a &lt;pre&gt; b</p>' },
  {
    name: 'pictures after the first are lazy',
    html: '<img src="a"><img src="b" alt="x" />',
    want: '<img src="a"><img loading="lazy" src="b" alt="x" />',
  },
  {
    name: 'a picture that says when',
    html: '<img src="a"><img loading="eager" src="b">',
    want: '<img src="a"><img loading="eager" src="b">',
  },
  {
    name: 'a picture that only speaks of it',
    html: '<img src="a"><img alt="x loading=y">',
    want: '<img src="a"><img loading="lazy" alt="x loading=y">',
  },
  {
    name: 'keys reach what scrolls, of tables within tables the outermost',
    html: '<pre class="x">a</pre><table><tr><td><table><tr><td>1</td></tr></table></td></tr></table><table></table>',
    want: '<pre tabindex="0" class="x">a</pre><table tabindex="0"><tr><td><table><tr><td>1</td></tr></table></td></tr></table><table tabindex="0"></table>',
  },
  {
    name: 'what stands in an attribute is no tag',
    html: '<img src="a"><p title="<table onclick=alert(1) <pre x"><img src="b" alt="<img onerror=alert(1) x"></p>',
    want: '<img src="a"><p title="<table onclick=alert(1) <pre x"><img loading="lazy" src="b" alt="<img onerror=alert(1) x"></p>',
  },
]

test.each(written)('$name', ({ html, want }) => {
  expect(htmlForPage(html)).toBe(want)
})
