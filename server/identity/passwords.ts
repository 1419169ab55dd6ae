import { hash, verify } from '@node-rs/argon2'

/** OWASP's recommendation for argon2id: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** The argon2id hash of a password, in the form that names its own parameters. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, cost)
}

let decoy: Promise<string> | undefined

/**
 * Whether the password is the one that was hashed. Without a hash (nobody of that address, or no password
 * chosen yet) the same work is done against a decoy, so that the time taken does not tell.
 */
export async function verifyPassword(kept: string | null, password: string): Promise<boolean> {
  const isRight = await verify(kept ?? (await (decoy ??= hashPassword('nobody has this password'))), password)
  return isRight && kept !== null
}
