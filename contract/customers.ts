import * as z from 'zod'
import { ById, EmailAddress, Id, Instant, Language, PageQuery, page } from './common.ts'
import { route } from './route.ts'

const tag = 'customers'

export const CustomerAddress = z.object({ kind: z.enum(['email', 'phone']), value: z.string() })
export const Customer = z.object({
  id: Id,
  name: z.string(),
  organization: z.object({ id: Id, name: z.string() }).nullable(),
  language: Language.nullable(),
  remark: z.string(),
  addresses: z.array(CustomerAddress),
  version: z.int(),
  createdAt: Instant,
})
export type Customer = z.infer<typeof Customer>

export const getCustomer = route({
  method: 'GET',
  path: '/customers/:id',
  summary: 'One customer',
  tag,
  access: 'customer.read',
  params: ById,
  response: Customer,
})
export const listCustomers = route({
  method: 'GET',
  path: '/customers',
  summary: 'Find customers by name, address or phone',
  tag,
  access: 'customer.read',
  query: PageQuery.extend({ q: z.string().trim().max(200).optional() }),
  response: page(Customer),
})
export const updateCustomer = route({
  method: 'PATCH',
  path: '/customers/:id',
  summary: 'Change a customer',
  tag,
  access: 'customer.update',
  params: ById,
  body: z.object({
    version: z.int(),
    name: z.string().trim().max(200).optional(),
    organizationName: z.string().trim().max(200).nullable().optional(),
    language: Language.nullable().optional(),
    remark: z.string().max(5000).optional(),
    addEmail: EmailAddress.optional(),
    addPhone: z.string().trim().min(3).max(40).optional(),
  }),
  response: Customer,
})
