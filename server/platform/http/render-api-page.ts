import { html, type Html, join } from '#server/platform/html.ts'

interface Operation {
  summary?: string
  tags?: string[]
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema }[]
  requestBody?: { content?: Record<string, { schema?: Schema; example?: unknown }> }
  responses?: Record<string, { content?: Record<string, { schema?: Schema }> }>
}
interface Schema {
  $ref?: string
  type?: string | string[]
  format?: string
  enum?: unknown[]
  const?: unknown
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
}

/** The OpenAPI document as a page to read: every operation with what it takes and gives; no script. */
export function renderApiPage(document: object): string {
  const {
    paths = {},
    webhooks = {},
    info,
  } = document as {
    paths?: Record<string, Record<string, Operation>>
    webhooks?: Record<string, { post?: Operation }>
    info: { title: string; version: string; description?: string }
  }
  const named = (document as { components?: { schemas?: Record<string, Schema> } }).components?.schemas ?? {}
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  const tags = [...new Set(operations.map(({ operation }) => operation.tags?.[0] ?? 'other'))]
  const sections = tags.map(
    (tag) =>
      html`<section id="${tag}">
        <h2>${tag}</h2>
        ${join(operations.filter(({ operation }) => (operation.tags?.[0] ?? 'other') === tag).map((one) => renderOperation(one, named)))}
      </section>`,
  )
  const events = Object.entries(webhooks).map(([type, { post }]) => renderEvent(type, post ?? {}))
  const contents = [...tags, ...(events.length > 0 ? ['events'] : [])].map(
    (tag) => html`<a href="#${tag}">${tag}</a>`,
  )
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>Otklik API</title>
        <style>
          ${style}
        </style>
      </head>
      <body>
        <nav><b>Otklik API</b>${join(contents)}<a href="/api/v1/openapi.json">openapi.json</a></nav>
        <main>
          <h1>API ${info.version}</h1>
          <p>${info.description ?? ''}</p>
          <p>
            All paths begin with <code>/api/v1</code>. Lists answer <code>{ items, nextCursor }</code>; send
            the cursor back as <code>?cursor=</code>. A POST with an <code>Idempotency-Key</code> header is
            carried out once. Every failure has a name: <code>{ error: { name, message, requestId } }</code>.
          </p>
          ${join(sections)}
          ${
            events.length > 0
              ? html`<section id="events">
                  <h2>events</h2>
                  <p>What webhooks are sent, signed by Standard Webhooks; each with an example.</p>
                  ${join(events)}
                </section>`
              : html``
          }
        </main>
      </body>
    </html>`.text
}

/** What the desk sends by itself. */
function renderEvent(type: string, operation: Operation): Html {
  const example = operation.requestBody?.content?.['application/json']?.example
  return html`<details>
    <summary><b class="POST">POST</b><code>${type}</code><span>${operation.summary ?? ''}</span></summary>
    <h4>Body</h4>
    <pre>${JSON.stringify(example, null, 2)}</pre>
  </details>`
}

type Named = Record<string, Schema>

interface Entry {
  path: string
  method: string
  operation: Operation
}

function renderOperation({ path, method, operation }: Entry, named: Named): Html {
  const body = operation.requestBody?.content?.['application/json']?.schema
  const [status, success] = Object.entries(operation.responses ?? {})[0] ?? []
  const answer = success?.content?.['application/json']?.schema
  const parameters = (operation.parameters ?? []).map(
    (parameter) =>
      html`<li>
        <code>${parameter.name}</code> <small>${parameter.in}${parameter.required ? ', required' : ''}</small>
        <i>${describe(parameter.schema)}</i>
      </li>`,
  )
  return html`<details>
    <summary>
      <b class="${method}">${method}</b><code>${path}</code><span>${operation.summary ?? ''}</span>
    </summary>
    ${
      parameters.length > 0
        ? html`<h4>Parameters</h4>
            <ul>
              ${join(parameters)}
            </ul>`
        : html``
    }
    ${
      body
        ? html`<h4>Body</h4>
            <pre>${outline(body, named)}</pre>`
        : html``
    }
    ${
      answer
        ? html`<h4>Answer ${status ?? ''}</h4>
            <pre>${outline(answer, named)}</pre>`
        : html``
    }
  </details>`
}

function describe(schema: Schema | undefined): string {
  if (!schema) return 'any'
  if (schema.$ref) return nameOf(schema.$ref)
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return [...new Set(choices.map(describe))].join(' | ')
  if (schema.type === 'array') return `${describe(schema.items)}[]`
  const type = Array.isArray(schema.type) ? schema.type.join(' | ') : (schema.type ?? 'any')
  return schema.format ? `${type} (${schema.format})` : type
}

function nameOf(reference: string): string {
  return reference.split('/').at(-1) ?? reference
}

/** A schema as indented lines, `?` behind what may be left out. Named shapes are opened at the top level only. */
function outline(schema: Schema, named: Named, indent = ''): string {
  const objects = objectsOf(schema, indent === '' ? named : {})
  if (objects.length === 0) return `${indent}${describe(schema)}`
  return objects
    .map((object) =>
      Object.entries(object.properties ?? {})
        .map(([name, property]) => {
          const line = `${indent}${name}${object.required?.includes(name) ? '' : '?'}: `
          if (objectsOf(property, {}).length === 0) return line + describe(property)
          return `${line}${property.type === 'array' ? 'list of' : ''}\n${outline(property, named, `${indent}  `)}`
        })
        .join('\n'),
    )
    .join(`\n${indent}— or —\n`)
}

/** The objects a schema may be, or be a list of; references are followed through `named`. */
function objectsOf(schema: Schema, named: Named): Schema[] {
  const inner = schema.type === 'array' ? schema.items : schema
  if (!inner) return []
  if (inner.$ref) {
    const target = named[nameOf(inner.$ref)]
    return target ? objectsOf(target, named) : []
  }
  const choices = inner.anyOf ?? inner.oneOf
  if (choices) return choices.flatMap((choice) => objectsOf(choice, named))
  return inner.properties ? [inner] : []
}

const style = html`:root{color-scheme:light
dark;--bg:light-dark(#fff,#1c1c1b);--app:light-dark(#f4f3f1,#151514);
--line:light-dark(#e6e4e0,#30302e);--ink:light-dark(#1d1c1a,#ececea);--ink2:light-dark(#5c5a55,#a9a7a1);--accent:light-dark(#2f5bea,#7d9bff)}
*{box-sizing:border-box}body{margin:0;display:grid;grid-template-columns:200px minmax(0,1fr);font:15px/24px
system-ui,sans-serif; color:var(--ink);background:var(--app)}nav{padding:24px
16px;display:flex;flex-direction:column;gap:6px;position:sticky;top:0; height:100vh;overflow:auto}nav
a{color:var(--ink2);text-decoration:none}nav a:hover{color:var(--accent)}nav b{margin-bottom:8px}
main{background:var(--bg);border-left:1px solid var(--line);padding:24px
40px;min-height:100vh}h1{font-size:24px}h2{margin-top:40px;text-transform:capitalize} h4{margin:12px 0
4px;color:var(--ink2);font-weight:500}details{border-top:1px solid var(--line);padding:8px 0}
summary{display:flex;gap:12px;align-items:baseline;cursor:pointer;flex-wrap:wrap}summary
b{width:60px;font-size:12px;color:var(--accent)} summary
span{color:var(--ink2)}pre{background:var(--app);border:1px solid
var(--line);border-radius:8px;padding:12px;overflow:auto;font-size:13px;line-height:20px}
ul{margin:0;padding-left:20px}i{color:var(--ink2);font-style:normal}small{color:var(--ink2)}
@media(max-width:700px){body{grid-template-columns:1fr}nav{position:static;height:auto;flex-flow:row
wrap}main{padding:16px}}`
