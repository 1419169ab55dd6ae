/**
 * English words that the stemmer takes for another word's forms, each with its own forms; and spellings it takes for two
 * words. Search lives with «import» found by «important»; a rule that acts on it would not be understood. The index
 * keeps the stems: only phrases look here, so nothing has to be indexed anew when a word is added.
 */
const WORDS = `
customer: customers
customs:
important: importantly importance
business: businesses
department: departments departmental
apartment: apartments
university: universities
universal: universally
internal: internally
international: internationally
positive: positively positives
paste: pastes pasted pasting
several:
experiment: experiments experimented experimenting experimental
terminal: terminals
organic: organically
procession: processions
organization: organizations organisation organisations organizational
authorize: authorizes authorized authorizing authorise authorises authorised authorising
authorization: authorizations authorisation authorisations
color: colors colored colour colours coloured
license: licenses licensed licensing licence licences
center: centers centre centres
catalog: catalogs catalogue catalogues
analyze: analyzes analyzed analyzing analyse analysed analysing
recognize: recognizes recognized recognizing recognise recognises recognised recognising
synchronize: synchronizes synchronized synchronizing synchronise synchronises synchronised synchronising
contractor: contractors
accountant: accountants
personal: personally
relative: relatives relatively
authority: authorities
lately:
production: productions
productive: productively
big: bigger biggest
cheap: cheaper cheapest
early: earlier earliest
easy: easier easiest easily
fast: faster fastest
few: fewer fewest
hard: harder hardest
hardly:
high: higher highest
large: larger largest
late: later latest
long: longer longest
low: lower lowest
new: newer newest
old: older oldest
quick: quicker quickest quickly
short: shorter shortest
slow: slower slowest slowly
small: smaller smallest
soon: sooner soonest
strong: stronger strongest
weak: weaker weakest
wide: wider widest
`

let known: Map<string, string> | undefined

/** The word's own lemma where its stem would be a stranger's; the word must be folded. */
export function distinctLemma(folded: string): string | undefined {
  known ??= new Map(
    WORDS.trim()
      .split('\n')
      .flatMap((line) => {
        const [word = '', forms = ''] = line.split(':')
        return [word, ...forms.trim().split(' ')]
          .filter((form) => form !== '')
          .map((form): [string, string] => [form, word])
      }),
  )
  return known.get(folded)
}
