import * as z from 'zod'
import { route } from './route.ts'

const tag = 'portal'
const Text = z.string().trim().max(300)

/** How customers come in to the portal besides by a letter, which they always may. */
export const CustomerSignIn = z.object({
  hasPassword: z.boolean(),
  /** OpenID Connect: a provider that vouches for people’s addresses. */
  oidc: z.object({
    isOn: z.boolean(),
    /** On its button: “Sign in with …”. */
    name: Text,
    /** As the provider writes it itself, `https://id.example.com`. */
    issuer: Text,
    clientId: Text,
    hasSecret: z.boolean(),
  }),
  /** To be entered at the provider. */
  redirectUri: z.string(),
  version: z.int(),
})
export type CustomerSignIn = z.infer<typeof CustomerSignIn>

export const getCustomerSignIn = route({
  method: 'GET',
  path: '/customer-sign-in',
  summary: 'How customers sign in to the portal',
  tag,
  access: 'portal.manage',
  response: CustomerSignIn,
})
export const updateCustomerSignIn = route({
  method: 'PATCH',
  path: '/customer-sign-in',
  summary: 'Change how customers sign in; a provider is asked who it is before it is switched on',
  tag,
  access: 'portal.manage',
  body: z.object({
    hasPassword: z.boolean().optional(),
    oidc: z
      .object({
        isOn: z.boolean(),
        name: Text,
        issuer: Text,
        clientId: Text,
        /** Left out: as it is. Empty: a provider that knows its clients without one. */
        secret: z.string().trim().max(1000).optional(),
      })
      .optional(),
    version: z.int(),
  }),
  response: CustomerSignIn,
})
