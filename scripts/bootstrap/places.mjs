import path from 'node:path'

/** The folder of the checkout, whatever the current one is. */
export const root = path.join(import.meta.dirname, '../..')

/** The Node that package.json pins; every script of ours runs on it, whatever the machine has. */
export const pinnedNode = path.join(
  root,
  'node_modules/node/bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
)

/** @param {string} name the file that a package runs, such as `vite/bin/vite.js` */
export const packageFile = (name) => path.join(root, 'node_modules', name)
