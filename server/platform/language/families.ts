/**
 * Words of one matter: a verb in both aspects and the noun of what it does. A rule speaks for letters that nobody has
 * written yet, so its «возврат» finds «возвратили» and «возвращаете» too; whoever searches types another word instead.
 * Each line is a family; a word may be of several. Reflexive verbs are other words: «вернуться» is not «вернуть».
 */
const FAMILIES = `
возврат возвратить возвращать
вернуть возвращать
`

let kin: Map<string, string[]> | undefined

/** The other words of a lemma's families. */
export function kinOf(lemma: string): readonly string[] {
  kin ??= readFamilies()
  return kin.get(lemma) ?? []
}

function readFamilies(): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const line of FAMILIES.trim().split('\n')) {
    const family = line.split(' ')
    for (const word of family) {
      const others = family.filter((other) => other !== word)
      found.set(word, [...new Set([...(found.get(word) ?? []), ...others])])
    }
  }
  return found
}
