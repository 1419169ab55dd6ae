import type { FastifyRequest } from 'fastify'

/** What a form without files said, by its fields' names; text that no database keeps is cut out of it. */
export function formField(request: FastifyRequest, name: string, mostChars = 1000): string {
  const body: unknown = request.body
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined
  const one: unknown = Array.isArray(value) ? value.at(-1) : value
  return typeof one === 'string' ? keepable(one).slice(0, mostChars) : ''
}

/** All that was said under a name. */
export function formFieldAll(request: FastifyRequest, name: string, mostChars = 1000): string[] {
  const body: unknown = request.body
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined
  const all: unknown[] = Array.isArray(value) ? value : [value]
  return all.filter((one) => typeof one === 'string').map((one) => keepable(one).slice(0, mostChars))
}

/** The text as PostgreSQL can keep it, with the line ends of everybody else: browsers send forms with CR LF. */
export function keepable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '').replaceAll('\r\n', '\n')
}
