// `node --import` this: dependency-cruiser needs TypeScript's JavaScript API, which version 7 does not have, so
// it gets version 6 (the package `ts6`) wherever it asks for `typescript`.
import { registerHooks } from 'node:module'

registerHooks({
  resolve: (specifier, context, nextResolve) =>
    nextResolve(specifier.replace(/^typescript(?=$|\/)/, 'ts6'), context),
})
