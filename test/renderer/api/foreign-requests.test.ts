import { expect, it } from 'vitest'
import { foreignAddresses, note } from '../../../src-renderer/api/foreign-requests.ts'

it('counts other origins once each, and nothing that stays in the page', () => {
  for (const address of ['inline', 'eval', 'data', 'blob:http://localhost/1', `${location.origin}/assets/a.js`])
    note(address)
  expect(foreignAddresses.value.size).toBe(0)
  note('https://example.org/pixel.gif')
  note('https://example.org/pixel.gif')
  note('wss://example.org/')
  expect([...foreignAddresses.value]).toEqual(['https://example.org/pixel.gif', 'wss://example.org/'])
})
