import { Parser } from 'htmlparser2'
import { expect, test } from 'vitest'
import { sanitizeHtml } from '../../src/normalize/sanitize.ts'

/** Written down a second time on purpose: what may stand in a published article at most. */
const harmlessTags = new Set(
  `a abbr address article aside audio b bdi bdo big blockquote br caption center cite code col colgroup data dd del details dfn div dl dt em
  figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li main mark menu nav ol p picture pre q rb rp rt rtc ruby s samp
  section small source span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var video wbr`.split(/\s+/),
)
const harmlessAttributes = new Set(
  `abbr align alt cite class colspan controls datetime dir height href hreflang lang loading loop media muted open poster reversed rowspan scope
  sizes span src srcset start title type valign value width`.split(/\s+/),
)

/** What of it could run, load or restyle something, as another version of the parser reads it than the one that cleaned. */
function dangers(html: string): readonly string[] {
  const found: string[] = []
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (!harmlessTags.has(name)) found.push(`<${name}>`)
      for (const [attribute, value] of Object.entries(attributes)) {
        if (!harmlessAttributes.has(attribute)) found.push(`${name} ${attribute}=`)
        if (['href', 'src', 'poster', 'cite', 'srcset'].includes(attribute) && !/^(?:https?:\/\/|mailto:)/i.test(value))
          found.push(`${name} ${value}`)
      }
    },
    oncomment: (text) => found.push(`<!--${text}-->`),
    onprocessinginstruction: (_, text) => found.push(`<${text}>`),
  })
  parser.end(html)
  return found
}

const vectors = [
  '<script>alert(1)</script>',
  '<script src="https://evil.example/x.js"></script>',
  '<SCRIPT/x>alert(1)</SCRIPT >',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<scr\u0000ipt>alert(1)</scr\u0000ipt>',
  '<<script>alert(1)//<</script>',
  '<script>alert(1)',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '<img src=x onerror=alert(1)>',
  '<img src=x oNeRrOr = "alert(1)">',
  '<img/src=x/onerror=alert(1)>',
  '<img src="x" title="a>b" onerror="alert(1)">',
  '<img src=`x`onerror=alert(1)>',
  '<img """><script>alert(1)</script>">',
  '<img src="x` `<script>alert(1)</script>"` `>',
  '<body onload=alert(1)>a</body>',
  '<p onclick="alert(1)" onmouseover=alert(2)>a</p>',
  '<p on\u0000click=alert(1)>a</p>',
  '<details open ontoggle=alert(1)>a</details>',
  '<video autoplay src=x onloadstart=alert(1)><source onerror=alert(1)></video>',
  '<audio src=x onerror=alert(1)>',
  '<a href="javascript:alert(1)">a</a>',
  '<a href=" JaVaScRiPt:alert(1)">a</a>',
  '<a href="java&#x09;script:alert(1)">a</a>',
  '<a href="java\nscript:alert(1)">a</a>',
  '<a href="&#x6a;avascript&colon;alert&lpar;1&rpar;">a</a>',
  '<a href="\u0001javascript:alert(1)">a</a>',
  '<a href="&#1;javascript:alert(1)">a</a>',
  '<a href="javascript&#0000058alert(1)">a</a>',
  '<a href="vbscript:msgbox(1)">a</a>',
  '<a href="data:text/html,<script>alert(1)</script>">a</a>',
  '<a href="feed:javascript:alert(1)">a</a>',
  '<a href="file:///etc/passwd">a</a>',
  '<a href="view-source:https://a.example/">a</a>',
  '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
  '<img srcset="javascript:alert(1) 1x, data:text/html,x 2x">',
  '<img src="blob:https://news.example/1" lowsrc="javascript:alert(1)" dynsrc="javascript:alert(1)">',
  '<video poster="javascript:alert(1)" src="data:video/mp4,x">',
  '<blockquote cite="javascript:alert(1)">a</blockquote>',
  '<table background="javascript:alert(1)"><td background="javascript:alert(1)">a</table>',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<svg><a xlink:href="javascript:alert(1)"><text>a</text></a></svg>',
  '<svg><animate attributeName=href values=javascript:alert(1) /></svg>',
  '<svg><style><img src="</style><img src=x onerror=alert(1)>"></svg>',
  '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
  '<svg><foreignObject><iframe src="javascript:alert(1)"></iframe></foreignObject></svg>',
  '<math href="javascript:alert(1)">a</math>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<math><mi><a xlink:href="javascript:alert(1)">a</a></mi></math>',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<math><annotation-xml encoding="text/html"><p><script>alert(1)</script></p></annotation-xml></math>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<template><script>alert(1)</script><img src=x onerror=alert(1)></template>',
  '<textarea><img title="</textarea><img src=x onerror=alert(1)>"></textarea>',
  '<title><img title="</title><img src=x onerror=alert(1)>"></title>',
  '<xmp><img title="</xmp><img src=x onerror=alert(1)>"></xmp>',
  '<noembed><img title="</noembed><img src=x onerror=alert(1)>"></noembed>',
  '<noframes><img title="</noframes><img src=x onerror=alert(1)>"></noframes>',
  '<iframe><img title="</iframe><img src=x onerror=alert(1)>"></iframe>',
  '<plaintext><img src=x onerror=alert(1)>',
  '<option>&lt;script&gt;alert(1)&lt;/script&gt;</option>',
  '<select><style></select><img src=x onerror=alert(1)></style>',
  '<style>@import "https://evil.example/x.css"; p{background:url(javascript:alert(1))}</style>',
  '<p style="background:url(javascript:alert(1));width:expression(alert(1))">a</p>',
  '<link rel=stylesheet href="https://evil.example/x.css">',
  '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
  '<base href="javascript:alert(1)//"><a href="x">a</a>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"></iframe>',
  '<object data="javascript:alert(1)"><param name=src value="javascript:alert(1)"></object>',
  '<embed src="javascript:alert(1)">',
  '<applet code=x></applet><frameset><frame src="javascript:alert(1)"></frameset>',
  '<form action="javascript:alert(1)"><input type=image src=x onerror=alert(1)><button formaction="javascript:alert(1)">a</button></form>',
  '<isindex type=image src=1 onerror=alert(1)>',
  '<input autofocus onfocus=alert(1)>',
  '<marquee onstart=alert(1)>a</marquee>',
  '<portal src="javascript:alert(1)"></portal><dialog open onclose=alert(1)>a</dialog>',
  '<a ping="https://evil.example/" href="https://a.example/" id=location name=cookie>a</a>',
  '<img usemap="#m" src=x><map name=m><area href="javascript:alert(1)"></map>',
  '<x-element is="a" onclick=alert(1)>a</x-element>',
  '<!--><img src=x onerror=alert(1)>-->',
  '<!-- --!><img src=x onerror=alert(1)> -->',
  '<![CDATA[<img src=x onerror=alert(1)>]]>',
  '<?xml-stylesheet href="javascript:alert(1)"?><?img src=x onerror=alert(1)?>',
  '<!doctype html [<!entity x "<script>">]>&x;',
  '<a href="https://a.example/&quot;onmouseover=&quot;alert(1)">a</a>',
  '<p title="&quot;><script>alert(1)</script>">a</p>',
  '<p class="em_media&quot; onclick=&quot;alert(1)">a</p>',
  "<p lang='\"><img src=x onerror=alert(1)>'>a</p>",
  '<table><tr><td><table><style><img src="</style><img src=x onerror=alert(1)>">',
  '<a<b<img src=x onerror=alert(1)>',
  '</p/><img src=x onerror=alert(1)></ p>',
  '<p constructor=1 __proto__=x onerror=alert(1)>a</p>',
]

for (const vector of vectors) {
  test(`nothing runs: ${JSON.stringify(vector)}`, () => {
    const clean = sanitizeHtml(vector, { base: 'https://news.example/a', keepClasses: ['em_media'] })
    expect(dangers(clean)).toEqual([])
    expect(dangers(`<div><p>before ${clean} after</p></div>`)).toEqual([])
    expect(sanitizeHtml(clean, { base: 'https://news.example/a', keepClasses: ['em_media'] })).toBe(clean)
  })
}

test('the check itself sees danger', () => {
  expect(dangers('<script>x</script><p onclick=x>a</p><a href="javascript:x">b</a><!--c-->')).toHaveLength(4)
})
