import { describe, expect, it } from 'vitest'
import { cutQuoteHtml } from './quote-html.ts'

const cases: [string, string][] = [
  [
    'Gmail',
    '<div dir="ltr">OWN</div><br><div class="gmail_quote"><div class="gmail_attr">On Tue, Mar 3, 2026 at 10:15 AM A wrote:</div><blockquote class="gmail_quote">THEIRS</blockquote></div>',
  ],
  [
    'Gmail seen by another client',
    '<div>OWN</div><div class="m_-812gmail_quote"><blockquote>THEIRS</blockquote></div>',
  ],
  [
    'Gmail before 2012',
    '<div>OWN</div><br><br><div class="gmail_quote">2012/3/3 A <span>&lt;a@b.example&gt;</span><br><blockquote class="gmail_quote">THEIRS</blockquote></div>',
  ],
  [
    'Outlook on the web',
    '<div>OWN</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> A<br><b>Sent:</b> x<br><b>To:</b> B<br></div><div>THEIRS</div>',
  ],
  [
    'Outlook on the web, quoted again',
    '<div>OWN</div><div id="x_divRplyFwdMsg"><b>From:</b> A</div><div>THEIRS</div>',
  ],
  [
    'Outlook 2010',
    '<div class=WordSection1><p class=MsoNormal>OWN</p><div><div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0in 0in 0in"><p class=MsoNormal><b>From:</b> A<br><b>Sent:</b> Tuesday<br><b>To:</b> B<br><b>Subject:</b> x</p></div></div><p class=MsoNormal>THEIRS</p></div>',
  ],
  [
    'Outlook 2007',
    "<div class=Section1><p class=MsoNormal>OWN</p><div style='border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>Von:</b> A<br><b>Gesendet:</b> Dienstag<br><b>An:</b> B<br><b>Betreff:</b> x</p></div><p>THEIRS</p></div>",
  ],
  [
    'Outlook 2003',
    '<div>OWN</div><blockquote style="padding-left: 5px; margin-left: 5px; border-left: #000080 2px solid"><div dir=ltr><hr tabindex=-1><font><b>From:</b> A<br><b>Sent:</b> Tuesday<br><b>To:</b> B<br><b>Subject:</b> x</font></div><div>THEIRS</div></blockquote>',
  ],
  [
    'Outlook 2003, plain',
    '<p>OWN</p><p>-----Original Message-----<br>From: A<br>Sent: Tuesday<br>To: B</p><p>THEIRS</p>',
  ],
  [
    'Outlook Express',
    '<DIV>OWN</DIV><BLOCKQUOTE style="PADDING-LEFT: 5px; BORDER-LEFT: #000000 2px solid"><DIV>----- Original Message ----- </DIV><DIV><B>From:</B> A </DIV><DIV>THEIRS</DIV></BLOCKQUOTE>',
  ],
  [
    'Outlook, Russian',
    '<div class=WordSection1><p class=MsoNormal>OWN</p><p class=MsoNormal><b>От:</b> A<br><b>Отправлено:</b> вторник<br><b>Кому:</b> B<br><b>Тема:</b> x</p><p>THEIRS</p></div>',
  ],
  [
    'Outlook for the phone',
    '<div>OWN</div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg"><b>From:</b> A</div>THEIRS',
  ],
  [
    'Outlook for Mac',
    '<body><div>OWN</div><div id="mail-editor-reference-message-container"><div><p><b>From: </b>A</p></div><div>THEIRS</div></div></body>',
  ],
  [
    'Yandex',
    '<div>OWN</div><div>03.03.2026, 10:15, "A" &lt;a@b.example&gt;:</div><blockquote><p>THEIRS</p></blockquote>',
  ],
  [
    'Yandex, one div',
    '<div>OWN</div><div> </div><div>3 марта 2026, 10:15, A &lt;a@b.example&gt;:<br /></div><blockquote type="cite"><div>THEIRS</div></blockquote>',
  ],
  [
    'Mail.ru',
    '<div>OWN</div><br><br><blockquote style="border-left:1px solid #0857A6; margin:10px; padding:0 0 0 10px;">Вторник, 3 марта 2026, 10:15 +03:00 от A &lt;a@b.example&gt;:<br><div>THEIRS</div></blockquote>',
  ],
  [
    'Mail.ru, introduction outside',
    '<div>OWN</div><div>Вторник, 3 марта 2026, 10:15 +03:00 от A &lt;a@b.example&gt;:</div><blockquote><div>THEIRS</div></blockquote>',
  ],
  [
    'Apple Mail',
    '<html><body>OWN<div><br><blockquote type="cite"><div>On 3 Mar 2026, at 10:15, A &lt;a@b.example&gt; wrote:</div><div>THEIRS</div></blockquote></div></body></html>',
  ],
  [
    'iPhone',
    '<body dir="auto">OWN<div dir="ltr">Sent from my iPhone</div><div dir="ltr"><br>On 3 Mar 2026, at 10:15, A &lt;a@b.example&gt; wrote:<br><br></div><blockquote type="cite"><div>THEIRS</div></blockquote></body>',
  ],
  [
    'Thunderbird',
    '<p>OWN</p><div class="moz-cite-prefix">On 3/3/26 10:15, A wrote:<br></div><blockquote type="cite" cite="mid:x@y">THEIRS</blockquote>',
  ],
  [
    'Yahoo',
    '<div>OWN</div><div id="yahoo_quoted_123" class="yahoo_quoted"><div>On Tuesday, A wrote:</div>THEIRS</div>',
  ],
  [
    'Proton',
    '<div>OWN</div><div class="protonmail_quote">On x, A wrote:<blockquote class="protonmail_quote" type="cite">THEIRS</blockquote></div>',
  ],
  [
    'Zoho',
    '<div>OWN</div><div class="zmail_extra"><br>---- On Tue, 03 Mar 2026 wrote ----<br><blockquote>THEIRS</blockquote></div>',
  ],
  [
    'QQ',
    '<div>OWN</div><div><includetail><div>------------------ Original ------------------</div><div class="qqmailcontentref">THEIRS</div></includetail></div>',
  ],
  [
    'GMX',
    '<div>OWN<div><br><div name="quote" style="margin:10px 5px 5px 10px; padding: 10px 0 10px 10px; border-left:2px solid #C3D9E5;"><div><b>Gesendet:</b> Dienstag<br><b>Von:</b> A<br><b>An:</b> B<br><b>Betreff:</b> x</div><div name="quoted-content">THEIRS</div></div></div></div>',
  ],
  [
    'Roundcube',
    '<p>OWN</p><p>On 2026-03-03 10:15, A wrote:</p><blockquote type="cite" style="padding: 0 0.4em; border-left: #1010ff 2px solid; margin: 0">THEIRS</blockquote>',
  ],
  [
    'The Bat!',
    '<html><body>OWN<br><br><div>Вы писали 3 марта 2026 г., 10:15:22:</div><table><tr><td style="border-left: 2px solid #0000ff">THEIRS</td></tr></table></body></html>',
  ],
  [
    'Samsung',
    '<div>OWN</div><div><br></div><div>-------- Исходное сообщение --------</div><div>От: A &lt;a@b.example&gt; </div><div>Дата: 03.03.26 10:15 (GMT+03:00) </div><div>Кому: B </div><div>Тема: x </div><div>THEIRS</div>',
  ],
  [
    'Freshdesk, its introduction inside the quote',
    '<div>OWN</div><div><blockquote>On Tue, 3 Mar at 10:15 AM , A &lt;a@b.example&gt; wrote: <br>THEIRS</blockquote></div>',
  ],
  [
    'Hotmail',
    '<div>OWN<br><div><hr id="stopSpelling">From: a@b.example<br>To: c@d.example<br>Subject: X<br>Date: Tue, 3 Mar 2026 10:15:00 +0000<br><br>THEIRS</div></div>',
  ],
  [
    'Zimbra',
    '<div>OWN</div><hr id="zwchr"><div><b>From: </b>A<br><b>To: </b>B<br><b>Sent: </b>Tuesday, March 3, 2026 10:15:00 AM<br><b>Subject: </b>X<br></div>THEIRS',
  ],
  [
    'Yahoo for Android',
    '<div>OWN<br><blockquote style="margin: 0 0 20px 0;"><div><div>On Tue, Mar 3, 2026 at 10:15 AM, A</div><div>&lt;a@b.example&gt; wrote:</div></div><div style="border-left: 1px solid #6D00F6;">THEIRS</div></blockquote></div>',
  ],
  [
    'eM Client',
    '<div>OWN</div><div>------ Original Message ------</div><div>From: "A" &lt;a@b.example&gt;</div><div>Sent: 3/3/2026</div><blockquote cite="x" type="cite">THEIRS</blockquote>',
  ],
  [
    'Outlook, Japanese',
    "<div><p>OWN</p><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0mm 0mm 0mm'><p><b>差出人:</b> A <br><b>送信日時:</b> 2026年3月3日 10:15<br><b>宛先:</b> B<br><b>件名:</b> X</p></div><p>THEIRS</p></div>",
  ],
  [
    '163.com, one word above its introduction',
    '<div>OWN</div><br>At 2026-03-03 10:15:00, "A" &lt;a@b.example&gt; wrote:<br><blockquote id="isReplyContent">THEIRS</blockquote>',
  ],
  ['our own letter', '<div>OWN</div><div class="x_otklik-letter otk-1-a">THEIRS</div>'],
  [
    'Lotus Notes',
    '<font>OWN</font><br><br><table><tr><td><font>From:</font></td><td>A</td></tr><tr><td>To:</td><td>B</td></tr><tr><td>Date:</td><td>x</td></tr><tr><td>Subject:</td><td>y</td></tr></table><hr noshade><font>THEIRS</font>',
  ],
]

describe('the quote under an answer', () => {
  it.each(cases)('%s', (_name, html) => {
    const cut = cutQuoteHtml(html)
    expect(cut.visible).toContain('OWN')
    expect(cut.visible).not.toContain('THEIRS')
    expect(cut.quoted).toContain('THEIRS')
    expect(cut.quoted).not.toContain('OWN')
  })

  it.each([
    [
      'an answer between the quotes',
      '<blockquote type="cite">Which?</blockquote><p>Five.</p><blockquote type="cite">Where?</blockquote><p>Here.</p>',
    ],
    [
      'an answer under the quote',
      '<p>Hello,</p><blockquote type="cite">Which?</blockquote><p>The fifth one.</p>',
    ],
    [
      'nothing above the quote',
      '<div class="gmail_quote"><blockquote class="gmail_quote">All there is</blockquote></div>',
    ],
    [
      'a transport from here to there',
      '<p>Прошу перевезти груз:</p><p>От: Москва<br>До: Казань<br>Дата: 3 марта 2026, 10:15</p><p>Спасибо</p>',
    ],
    ['no quote at all', '<p>From: the very beginning</p><p>we wrote: nothing</p>'],
    ['a blockquote for style', '<p>As they say:</p><blockquote>Haste makes waste</blockquote><p>So.</p>'],
  ])('keeps whole: %s', (_name, html) => {
    expect(cutQuoteHtml(html)).toEqual({ visible: html, quoted: '' })
  })

  it('keeps a forward whole when asked', () => {
    const html =
      '<p>See below</p><div class="gmail_quote"><div>---------- Forwarded message ---------<br>From: A</div>THEIRS</div>'
    expect(cutQuoteHtml(html, { keepsForwards: true }).quoted).toBe('')
    expect(cutQuoteHtml(html).quoted).toContain('THEIRS')
  })

  it('cuts a huge and a deep letter in reasonable time', () => {
    const deep = `<p>OWN</p>${'<div>'.repeat(20_000)}<blockquote type="cite">THEIRS</blockquote>`
    expect(cutQuoteHtml(deep).visible).toContain('OWN')
    const wide = `<p>OWN</p>${'<blockquote>a</blockquote><p>b</p>'.repeat(5_000)}`
    expect(cutQuoteHtml(wide).visible).toContain('OWN')
  })
})
