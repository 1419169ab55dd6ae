import { expect, it } from 'vitest'
import { htmlToText } from './html-to-text.ts'

it.each([
  ['paragraphs', '<p>One</p><p>Two</p>', 'One\n\nTwo'],
  ['lines', 'One<br>Two<br><br>Three', 'One\nTwo\n\nThree'],
  ['the divs of Gmail', '<div>One</div><div><br></div><div>Two</div>', 'One\n\nTwo'],
  ['white space', '<p>  One\n   two &nbsp; three </p>', 'One two three'],
  ['lists', '<ul><li>One</li><li>Two</li></ul>', '- One\n- Two'],
  [
    'links',
    '<a href="https://x.example/a">here</a> and <a href="https://x.example/">x.example</a>',
    'here <https://x.example/a> and x.example',
  ],
  ['quotes', '<p>Me</p><blockquote>You<br>said</blockquote>', 'Me\n\n> You\n> said'],
  ['tables', '<table><tr><td>A</td><td>B</td></tr><tr><td>C</td></tr></table>', 'A B\nC'],
  ['pictures', '<img src=x alt="Our logo"> <img src=y>', '[Our logo]'],
  [
    'what is hidden',
    '<style>p{}</style><script>x</script><div style="display:none">preview</div><title>t</title>Shown',
    'Shown',
  ],
  ['entities', '&lt;b&gt; &amp; &#1055;&#x440;&hellip; &laquo;x&raquo; &unknown;', '<b> & Пр… «x» &unknown;'],
  ['text set beforehand', '<pre>a  b\n  c</pre>', 'a  b\n  c'],
  ['broken markup', '<p>One<b>two<p>three</b></div>four < five', 'Onetwo\n\nthree\n\nfour < five'],
  ['a rule', 'a<hr>b', 'a\n---\nb'],
  ['nothing', '', ''],
])('%s', (_name, html, text) => {
  expect(htmlToText(html)).toBe(text)
})
