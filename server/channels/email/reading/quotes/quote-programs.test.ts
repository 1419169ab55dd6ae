import { expect, it } from 'vitest'
import { htmlToText } from '../html-to-text.ts'
import { cutQuote } from './quote.ts'

/** How mail programs write an answer above the letter it answers, each with the same words. */
const programs: [string, string][] = [
  [
    'zimbra',
    `<div>NEW</div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><b>From: </b>"Bob" &lt;b@x.example&gt;<br><b>To: </b>"Ann"<br><b>Sent: </b>Monday, March 2, 2026 10:00:00 AM<br><b>Subject: </b>x<br></div><div data-marker="__QUOTED_TEXT__">OLDTEXT</div>`,
  ],
  [
    'roundcube',
    `<p>NEW</p><p id="reply-intro">On 2026-03-02 10:00, Bob wrote:</p><blockquote type="cite" style="padding: 0 0.4em; border-left: #1010ff 2px solid; margin: 0">OLDTEXT</blockquote>`,
  ],
  [
    'roundcube ru',
    `<p>NEW</p><p>Bob писал(а) 2026-03-02 10:00:</p><blockquote type="cite" style="x">OLDTEXT</blockquote>`,
  ],
  [
    'spark',
    `<div name="messageBodySection">NEW</div><div name="messageReplySection">On Mar 2, 2026, 10:00 AM +0300, Bob &lt;b@x.example&gt;, wrote:<br><blockquote type="cite" class="spark_quote">OLDTEXT</blockquote></div>`,
  ],
  [
    'airmail',
    `<div>NEW</div><div id="bloop_sign_1" class="bloop_sign"></div><br><p class="airmail_on">On 2 March 2026 at 10:00:00, Bob (<a href="mailto:b@x.example">b@x.example</a>) wrote:</p><blockquote type="cite" class="clean_bq">OLDTEXT</blockquote>`,
  ],
  [
    'mailbird',
    `<div>NEW</div><blockquote class="history_container" type="cite" style="border-left-style:solid;border-width:1px;"><p>On 3/2/2026 10:00:00 AM, Bob wrote:</p>OLDTEXT</blockquote>`,
  ],
  [
    'samsung',
    `<div dir="auto">NEW</div><div>-------- Original message --------</div><div>From: Bob &lt;b@x.example&gt; </div><div>Date: 3/2/26  10:00 AM  (GMT+03:00) </div><div>To: a@x </div><div>Subject: x </div><div><br></div>OLDTEXT`,
  ],
  [
    'samsung ru',
    `<div>NEW</div><div>-------- Исходное сообщение --------</div><div>От: Bob &lt;b@x.example&gt; </div><div>Дата: 02.03.26  10:00  (GMT+03:00) </div><div>Кому: a@x </div><div>Тема: x </div>OLDTEXT`,
  ],
  [
    'yandex',
    `<div>NEW</div><div> </div><div>02.03.2026, 10:00, "Bob" &lt;b@x.example&gt;:</div><blockquote><div>OLDTEXT</div></blockquote>`,
  ],
  [
    'yandex new',
    `<div>NEW</div><div>----------------</div><div>Кому: Ann (a@x.example);</div><div>Тема: x;</div><div>02.03.2026, 10:00, "Bob" &lt;b@x.example&gt;:</div><blockquote><p>OLDTEXT</p></blockquote>`,
  ],
  [
    'mailru',
    `<div>NEW</div><div data-signature-widget="container"><div>--<br>Ann</div></div><div>&nbsp;</div><blockquote style="border-left:1px solid #0857A6; margin:10px; padding:0 0 0 10px;">Понедельник, 2 марта 2026, 10:00 +03:00 от Bob &lt;b@x.example&gt;:<br>&nbsp;<div>OLDTEXT</div></blockquote>`,
  ],
  [
    'mailru2',
    `<p>NEW</p><br>Понедельник, 2 марта 2026, 10:00 +03:00 от Bob &lt;b@x.example&gt;:<br><blockquote style="border-left:1px solid #0857A6;">OLDTEXT</blockquote>`,
  ],
  [
    'apple',
    `<div>NEW<br><div><br><blockquote type="cite"><div>On 2 Mar 2026, at 10:00, Bob &lt;b@x.example&gt; wrote:</div><br><div>OLDTEXT</div></blockquote></div></div>`,
  ],
  [
    'apple ru',
    `NEW<div><br><blockquote type="cite"><div>2 марта 2026 г., в 10:00, Bob &lt;b@x.example&gt; написал(а):</div><br>OLDTEXT</blockquote></div>`,
  ],
  [
    'iphone',
    `NEW<br><br><div dir="ltr">Отправлено с iPhone</div><div dir="ltr"><br><blockquote type="cite">2 марта 2026 г., в 10:00, Bob &lt;b@x.example&gt; написал(а):<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">OLDTEXT</div></blockquote>`,
  ],
  [
    'outlook2016',
    `<div class="WordSection1"><p class="MsoNormal">NEW</p><p class="MsoNormal">&nbsp;</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in"><p class="MsoNormal"><b>From:</b> Bob &lt;b@x.example&gt; <br><b>Sent:</b> Monday, March 2, 2026 10:00 AM<br><b>To:</b> Ann<br><b>Subject:</b> x</p></div></div><p>OLDTEXT</p></div>`,
  ],
  [
    'outlook ru cm',
    `<div class="WordSection1"><p class="MsoNormal">NEW</p><div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b>От:</b> Bob [mailto:b@x.example] <br><b>Отправлено:</b> 2 марта 2026 г. 10:00<br><b>Кому:</b> Ann<br><b>Тема:</b> x</p></div><p>OLDTEXT</p></div>`,
  ],
  [
    'outlook new',
    `<div class="elementToProof">NEW</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font><b>From:</b> Bob<br><b>Sent:</b> x<br><b>To:</b> y<br><b>Subject:</b> z</font></div><div>OLDTEXT</div>`,
  ],
  [
    'outlook x_',
    `<div>NEW</div><hr tabindex="-1" style="display:inline-block; width:98%"><div id="x_divRplyFwdMsg" dir="ltr"><b>From:</b> Bob</div><div>OLDTEXT</div>`,
  ],
  [
    'outlook 2003',
    `<DIV>NEW</DIV><BLOCKQUOTE><DIV class=OutlookMessageHeader dir=ltr align=left><HR tabIndex=-1><B>From:</B> Bob<BR><B>Sent:</B> x<BR><B>To:</B> y<BR><B>Subject:</B> z</DIV>OLDTEXT</BLOCKQUOTE>`,
  ],
  [
    'outlook mac',
    `<div>NEW</div><div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0in 0in 0in"><span><b>From: </b>Bob &lt;b@x.example&gt;<br><b>Date: </b>Monday, March 2, 2026 at 10:00 AM<br><b>To: </b>Ann<br><b>Subject: </b>x</span></div>OLDTEXT`,
  ],
  [
    'outlook mobile',
    `<div>NEW</div><div id="ms-outlook-mobile-signature">Get Outlook for iOS</div><div id="mail-editor-reference-message-container"><hr><div><b>From:</b> Bob</div>OLDTEXT</div>`,
  ],
  [
    'windows mail',
    `<div>NEW</div><div style="mso-element:para-border-div;border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p style="border:none;padding:0cm"><b>От: </b><a href="mailto:b@x.example">Bob</a><br><b>Отправлено: </b>2 марта 2026 г. в 10:00<br><b>Кому: </b>Ann<br><b>Тема: </b>x</p></div>OLDTEXT`,
  ],
  [
    'yahoo',
    `<div>NEW</div><div id="ydp1yahoo_quoted_1" class="ydp1yahoo_quoted"><div>On Monday, March 2, 2026, 10:00:00 AM GMT+3, Bob &lt;b@x&gt; wrote:</div>OLDTEXT</div>`,
  ],
  [
    'aol',
    `<div>NEW</div><div id="yiv1"></div>-----Original Message-----<br>From: Bob &lt;b@x.example&gt;<br>To: a@x<br>Sent: Mon, Mar 2, 2026 10:00 am<br>Subject: x<br><br><div>OLDTEXT</div>`,
  ],
  [
    'qq',
    `<div>NEW</div><div><includetail><div>&nbsp;</div><div style="font-size: 12px;font-family: Arial Narrow;padding:2px 0 2px 0;">------------------&nbsp;原始邮件&nbsp;------------------</div><div style="font-size: 12px;background:#efefef;padding:8px;"><div><b>发件人:</b>&nbsp;"Bob"&lt;b@x.example&gt;;</div><div><b>发送时间:</b>&nbsp;2026年3月2日(星期一) 上午10:00</div><div><b>收件人:</b>&nbsp;"Ann"</div><div><b>主题:</b>&nbsp;x</div></div><div>OLDTEXT</div></includetail></div>`,
  ],
  [
    '163',
    `<div>NEW</div><p>At 2026-03-02 10:00:00, "Bob" &lt;b@x.example&gt; wrote:</p><blockquote id="isReplyContent" style="PADDING-LEFT: 1ex; MARGIN: 0px 0px 0px 0.8ex; BORDER-LEFT: #ccc 1px solid">OLDTEXT</blockquote>`,
  ],
  [
    '163 zh',
    `<div>NEW</div><div>在 2026-03-02 10:00:00，"Bob" &lt;b@x.example&gt; 写道：</div><blockquote id="isReplyContent">OLDTEXT</blockquote>`,
  ],
  [
    'gmx',
    `<div>NEW</div><div name="quote" style="margin:10px 5px 5px 10px;"><div><b>Gesendet:</b> Montag<br><b>Von:</b> Bob</div>OLDTEXT</div>`,
  ],
  [
    'fastmail',
    `<div>NEW</div><div><br></div><div>On Mon, 2 Mar 2026, at 10:00 AM, Bob wrote:<br></div><blockquote type="cite" id="qt">OLDTEXT</blockquote>`,
  ],
  [
    'tbird',
    `NEW<br><div class="moz-cite-prefix">02.03.2026 10:00, Bob пишет:<br></div><blockquote type="cite" cite="mid:x">OLDTEXT</blockquote>`,
  ],
  [
    'freshdesk',
    `<div>NEW</div><div class="freshdesk_quote"><blockquote class="freshdesk_quote">On Mon, 2 Mar at 10:00 AM, Support &lt;s@x.example&gt; wrote:<div>OLDTEXT</div></blockquote></div>`,
  ],
  ['zendesk', `<div>NEW</div><div>##- Please type your reply above this line -##</div><div>OLDTEXT</div>`],
  [
    'lotus',
    `<font size=2>NEW</font><br><br><table><tr><td><font color=#5f5f5f size=1>From:</font><td><font size=1>Bob &lt;b@x.example&gt;</font><tr><td><font color=#5f5f5f size=1>To:</font><td>Ann<tr><td>Date:<td>03/02/2026 10:00 AM<tr><td>Subject:<td>x</table><br><hr noshade><br>OLDTEXT`,
  ],
  [
    'hey',
    `<div class="trix-content"><div>NEW</div></div><div>On March 2, 2026, Bob &lt;b@x.example&gt; wrote:</div><blockquote class="quoted">OLDTEXT</blockquote>`,
  ],
  [
    'proton',
    `<div>NEW</div><div class="protonmail_quote">On Monday, Bob wrote:<br><blockquote class="protonmail_quote" type="cite">OLDTEXT</blockquote></div>`,
  ],
  [
    'gmail fwd reply',
    `<div dir="ltr">NEW</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, Mar 2, 2026 at 10:00 AM Bob &lt;b@x&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0">OLDTEXT</blockquote></div>`,
  ],
  [
    'gmail plain quote',
    `<div>NEW</div><div class="gmail_extra"><br><div class="gmail_quote">2 марта 2026 г., 10:00 пользователь Bob <span dir="ltr">&lt;b@x&gt;</span> написал:<br><blockquote class="gmail_quote">OLDTEXT</blockquote></div></div>`,
  ],
  [
    'blackberry',
    `<div>NEW</div><table width="100%" style="background-color:white;border-spacing:0px;"><tbody><tr><td colspan="2" style="border-top: 1pt solid rgb(181, 196, 223);"><div><b>From: </b>Bob &lt;b@x.example&gt;</div><div><b>Sent: </b>Monday, March 2, 2026 10:00</div><div><b>To: </b>Ann</div><div><b>Subject: </b>x</div></td></tr></tbody></table><div>OLDTEXT</div>`,
  ],
  [
    'sogo',
    `<div>NEW<br><br>On Monday, March 02, 2026 10:00 MSK, Bob &lt;b@x.example&gt; wrote:<br>&nbsp;</div><blockquote type="cite" cite="x">OLDTEXT</blockquote>`,
  ],
  [
    'bat',
    `<div>NEW</div><div><br></div><div>Monday, March 2, 2026, 10:00:00 AM, you wrote:</div><table><tr><td bgcolor=#0000ff width=2></td><td>OLDTEXT</td></tr></table>`,
  ],
  [
    'evolution',
    `<div>NEW</div><div>On Mon, 2026-03-02 at 10:00 +0300, Bob wrote:</div><blockquote type="cite" style="margin:0 0 0 .8ex; border-left:2px #729fcf solid;padding-left:1ex">OLDTEXT</blockquote>`,
  ],
  ['kmail', `<p>NEW</p><p>On Monday, 2 March 2026 10:00:00 MSK Bob wrote:</p><p>&gt; OLDTEXT</p>`],
  [
    'owa ru p',
    `<p>NEW</p><p>________________________________</p><p>От: Bob &lt;b@x.example&gt;<br>Отправлено: 2 марта 2026 г. 10:00<br>Кому: Ann<br>Тема: x</p><p>OLDTEXT</p>`,
  ],
]

it.each(programs)('%s', (_, html) => {
  const cut = cutQuote({ html, text: htmlToText(html), isTextFromHtml: true })
  for (const shown of [cut.visibleText, cut.visibleHtml]) {
    expect(shown).toContain('NEW')
    expect(shown).not.toContain('OLDTEXT')
  }
  expect(cut.quotedText).toContain('OLDTEXT')
  expect(cut.quotedHtml).toContain('OLDTEXT')
})

it('leaves HTML whole where its text is cut in a way that HTML cannot be', () => {
  const html =
    '<p>On Monday, 2 March 2026 10:00:00 Bob wrote:</p><p>&gt; one</p><p>Yes</p><p>&gt; two</p><p>No</p>'
  const cut = cutQuote({ html, text: htmlToText(html), isTextFromHtml: true })
  expect(cut.visibleHtml).toBe(html)
  expect(cut.quotedHtml).toBeNull()
})

/** Letters whose every KEEP is the customer's own and stays in sight. */
it.each([
  '<p>Hi</p><blockquote>my own indented KEEP words</blockquote><p>bye</p>',
  '<div>Below.</div><blockquote type="cite">one<div>KEEP answer</div>two</blockquote><div>more KEEP</div>',
  '<div class="gmail_quote">old</div><div>KEEP bottom answer</div>',
  '<div>See</div><div class="gmail_quote"><blockquote>old</blockquote></div><div>KEEP after</div>',
  '<p>Trip</p><table><tr><td>From:</td><td>Moscow</td></tr><tr><td>To:</td><td>Kazan</td></tr><tr><td>Date:</td><td>KEEP</td></tr></table>',
  '<p><b>От:</b> ООО Ромашка<br><b>Кому:</b> ООО Лютик<br><b>Тема:</b> KEEP</p>',
  '<p>Hello</p><hr><p>KEEP second part</p>',
  '<div>12.03.2026 10:00 программа пишет:</div><div>KEEP ошибка</div>',
  '<blockquote type="cite">KEEP only a quote here</blockquote>',
])('keeps %s', (html) => {
  const cut = cutQuote({ html, text: htmlToText(html), isTextFromHtml: true })
  const count = (text: string | null): number => (text ?? '').split('KEEP').length
  expect(count(cut.visibleText)).toBe(count(html))
  expect(count(cut.visibleHtml)).toBe(count(html))
})
