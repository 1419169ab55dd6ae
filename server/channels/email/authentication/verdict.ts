/** Why a letter is believed to come from the domain in its From. */
export type Proof =
  /** The machine that handed it over may send for the domain, so everything in the letter is the domain's. */
  | { by: 'spf' }
  /** The domain signed these headers and the whole body; a header signed twice stands twice. */
  | { by: 'dkim'; domain: string; headers: string[] }

/**
 * What could be found out about the sender of a letter. `pass`: the domain in From stands behind it. `fail`: the
 * domain has a DMARC policy and the letter breaks it. `none`: nothing is known. `temperror`: a question to the DNS
 * went unanswered, so nothing is known either.
 */
export interface Verdict {
  result: 'pass' | 'fail' | 'none' | 'temperror'
  /** The one address in From, in lower case; null when there is none or more than one. */
  address: string | null
  /** `desk`: we looked ourselves. `mailbox`: the mailbox's own server wrote it, and is trusted to. */
  by: 'desk' | 'mailbox'
  proofs: Proof[]
  /** What the domain's owner asks to be done with letters that fail. */
  policy: 'none' | 'quarantine' | 'reject' | null
  /** Results word for word, for the ledger: `spf`, `dkim`, `dmarc`, `arc`. */
  results: { spf: string; dkim: string; dmarc: string; arc: string }
}

/** What is said of a letter nothing can be said about. */
export function unknownVerdict(by: Verdict['by'], result: 'none' | 'temperror' = 'none'): Verdict {
  const nothing = { spf: 'none', dkim: 'none', dmarc: 'none', arc: 'none' }
  return { result, address: null, by, proofs: [], policy: null, results: nothing }
}

/** Whether that very address is behind the letter, as far as its domain can say. */
export function provesAddress(verdict: Verdict, address: string): boolean {
  return verdict.result === 'pass' && verdict.address === address.toLowerCase()
}

/**
 * Whether all headers of these names are the sender's own. A letter signed for somebody else may be sent again with
 * another address or another In-Reply-To added: what is not signed says nothing about what its writer meant.
 */
export function provesHeaders(
  { proofs }: Verdict,
  letter: { headers: readonly { name: string }[] },
  names: readonly string[],
): boolean {
  const count = (of: readonly string[], name: string) => of.filter((one) => one === name).length
  const present = letter.headers.map((header) => header.name)
  return proofs.some(
    (proof) =>
      proof.by === 'spf' || names.every((name) => count(present, name) <= count(proof.headers, name)),
  )
}

/** Whether asking again may say more: our own questions to the DNS went unanswered. */
export function isSilence(verdict: Verdict): boolean {
  return verdict.result === 'temperror' && verdict.by === 'desk'
}

/** Worth a warning: the domain's owner asks to refuse such letters or to put them aside. */
export function isForged(verdict: Verdict): boolean {
  return verdict.result === 'fail' && verdict.policy !== 'none'
}
