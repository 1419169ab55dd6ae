import { hash, verify } from '@node-rs/argon2'

/** OWASP's recommendation for argon2id: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** The hash, at the same cost, of a password that was thrown away. */
const decoy =
  '$argon2id$v=19$m=19456,t=2,p=1$sHmt9PQPapc8oC83Dc3KAA$Eyu9C2xcn1Wl83HcGB8kJnOzef553Bcp69lVjkogvXI'

/** Keyboards differ in how they spell й: as one character, or as и with a breve. */
function spelled(password: string): string {
  return password.normalize('NFKC')
}

/** The argon2id hash of a password, in the form that names its own parameters. */
export function hashPassword(password: string): Promise<string> {
  return hash(spelled(password), cost)
}

/**
 * Whether the password is the one that was hashed. Without a hash (nobody of that address, or no password
 * chosen yet) the same work is done against a decoy, so that the time taken does not tell.
 */
export async function verifyPassword(kept: string | null, password: string): Promise<boolean> {
  const isRight = await verify(kept ?? decoy, spelled(password))
  return isRight && kept !== null
}
