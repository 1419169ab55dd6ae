/** English forms that no rule of endings joins to their word: `word: forms`. Regular ones are the stemmer's business. */
const FORMS = `
be: am is are was were been being
have: has had having
do: does did done doing
go: goes went gone
get: got gotten
give: gave given
take: took taken
make: made
come: came
become: became
see: saw seen
say: said
tell: told
think: thought
know: knew known
find: found
feel: felt
leave: left
keep: kept
send: sent
spend: spent
lend: lent
build: built
buy: bought
bring: brought
catch: caught
teach: taught
fight: fought
seek: sought
sell: sold
pay: paid
lay: laid
meet: met
lose: lost
shoot: shot
hold: held
stand: stood
understand: understood
hear: heard
mean: meant
write: wrote written
break: broke broken
speak: spoke spoken
steal: stole stolen
freeze: froze frozen
choose: chose chosen
wake: woke woken
drive: drove driven
ride: rode ridden
rise: rose risen
arise: arose arisen
begin: began begun
run: ran
swim: swam swum
drink: drank drunk
sing: sang sung
ring: rang rung
eat: ate eaten
fall: fell fallen
fly: flew flown flies
draw: drew drawn
withdraw: withdrew withdrawn
grow: grew grown
throw: threw thrown
blow: blew blown
show: shown
wear: wore worn
tear: tore torn
forget: forgot forgotten
hide: hid hidden
bite: bit bitten
sleep: slept
sweep: swept
win: won
stick: stuck
strike: struck
hang: hung
deal: dealt
lead: led
feed: fed
read: reading reads
sit: sat
shake: shook shaken
mistake: mistook mistaken
undo: undid undone
redo: redid redone
resend: resent
rebuild: rebuilt
repay: repaid
overpay: overpaid
child: children
person: people persons
man: men
woman: women
foot: feet
tooth: teeth
mouse: mice
goose: geese
life: lives
knife: knives
wife: wives
half: halves
shelf: shelves
leaf: leaves
analysis: analyses
basis: bases
crisis: crises
criterion: criteria
index: indices
datum: data
matrix: matrices
appendix: appendices
good: better best
bad: worse worst
`

/** Form → word. */
export const irregular: ReadonlyMap<string, string> = new Map(
  FORMS.trim()
    .split('\n')
    .flatMap((line) => {
      const [word = '', forms = ''] = line.split(': ')
      return forms.split(' ').map((form): [string, string] => [form, word])
    }),
)
