import * as z from 'zod'
import { ById, EmailAddress, Id, Instant, Language, PageQuery, page } from './common.ts'
import { FieldChanges, FieldValues } from './fields.ts'
import { route } from './route.ts'

const tag = 'customers'

export const CustomerAddress = z.object({ kind: z.enum(['email', 'phone']), value: z.string() })
export const Customer = z.object({
  id: Id,
  name: z.string(),
  organization: z.object({ id: Id, name: z.string() }).nullable(),
  language: Language.nullable(),
  remark: z.string(),
  /** Sees the tickets of everybody in their organization, on the portal. */
  isManager: z.boolean(),
  addresses: z.array(CustomerAddress),
  /** The desk's own fields, by their keys. */
  fields: FieldValues,
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
    isManager: z.boolean().optional(),
    addEmail: EmailAddress.optional(),
    addPhone: z.string().trim().min(3).max(40).optional(),
    /** The desk's own fields: those that are left out stay, null empties one. */
    fields: FieldChanges.optional(),
  }),
  response: Customer,
})

export const Organization = z.object({
  id: Id,
  name: z.string(),
  /** Mail domains of its people, in lower case. */
  domains: z.array(z.string()),
  customerCount: z.int(),
  fields: FieldValues,
  version: z.int(),
  createdAt: Instant,
})
export type Organization = z.infer<typeof Organization>
/** A host that stands behind the @ of an address. */
const Domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^[\p{L}\p{N}]([\p{L}\p{N}.-]*[\p{L}\p{N}])?$/u)

export const listOrganizations = route({
  method: 'GET',
  path: '/organizations',
  summary: 'Find organizations by name or domain',
  tag,
  access: 'customer.read',
  query: PageQuery.extend({ q: z.string().trim().max(200).optional() }),
  response: page(Organization),
})
export const getOrganization = route({
  method: 'GET',
  path: '/organizations/:id',
  summary: 'One organization',
  tag,
  access: 'customer.read',
  params: ById,
  response: Organization,
})
export const updateOrganization = route({
  method: 'PATCH',
  path: '/organizations/:id',
  summary: 'Change an organization',
  tag,
  access: 'customer.update',
  params: ById,
  body: z.object({
    version: z.int(),
    name: z.string().trim().min(1).max(200).optional(),
    domains: z.array(Domain).max(100).optional(),
    fields: FieldChanges.optional(),
  }),
  response: Organization,
})
