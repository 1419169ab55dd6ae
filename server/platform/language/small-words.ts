/**
 * Words that change nothing about what is asked and may stand inside a phrase: particles, whose and to whom, courtesy.
 * «не» and «not» are not among them: «вернуть не деньги» is another matter.
 */
const SMALL_WORDS = new Set(
  (
    'и а но же ли бы б ж уж ведь вот то в во на с со к ко по о об от из до за для у при через про ' +
    'я мы ты вы он она они мне мной меня нам нас нами тебе тебя вам вас вами ему ей им его ее их ' +
    'мой моя мое мои моего моей моих моим моими мою наш наша наше наши нашего нашей наших нашим нашу ' +
    'свой свои своих свою ваш ваша ваше ваши вашего вашей ваших вашу ' +
    'этот эта это эти этого этой этих эту тот та те того той тех ту все всё весь всю ' +
    'пожалуйста плиз прошу срочно уже еще сразу просто ' +
    'a an the of to in on at for with by and or i we you he she it they me us him her them ' +
    'my our your his its their this that these those please just all'
  ).split(' '),
)

/** Whether the word, folded, may stand between two words of a phrase. */
export function isSmallWord(folded: string): boolean {
  return SMALL_WORDS.has(folded)
}
