import type { Customer } from '#contract/customers.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { presentCustomer } from './present.ts'
import { customerCards } from './queries.ts'

export async function getCustomer(db: Db, id: number): Promise<Customer> {
  return presentCustomer(found(await customerCards(db).where('customer.id', '=', id).executeTakeFirst()))
}
