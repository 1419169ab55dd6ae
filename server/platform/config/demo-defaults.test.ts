import { expect, test } from 'vitest'
import { withDemoDefaults } from './demo-defaults.ts'

test('a demo has a desk of its own, for this machine only', () => {
  expect(withDemoDefaults({})).toEqual({
    DATA_DIR: './data/demo',
    HOST: '127.0.0.1',
    SMTP_HOST: '127.0.0.1',
    OUTGOING_PRIVATE_NETWORKS: '127.0.0.1',
  })
})

test('what is said holds; an empty variable says nothing', () => {
  expect(withDemoDefaults({ HOST: '', SMTP_HOST: '0.0.0.0', PORT: '80' })).toMatchObject({
    HOST: '127.0.0.1',
    SMTP_HOST: '0.0.0.0',
    PORT: '80',
  })
})
