export { normaliseEmail, normalisePhone } from './address.ts'
export { findOrCreateCustomer } from './find-or-create-customer.ts'
export { customerRoutes } from './routes.ts'
export type { CustomerRow } from './tables.ts'
