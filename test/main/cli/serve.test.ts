import { join } from 'node:path'
import { expect, test } from 'vitest'
import { glassbox, startGlassbox } from '../support/glassbox.ts'
import { stripesFolder } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary.ts'

test('of all imports that fail, serve says the one that it was asked for', async () => {
  const home = await temporaryFolder()
  const empty = await temporaryFolder()
  const noClasses = join(await stripesFolder(await temporaryFolder(), 2), 'bars')
  const codes = (text: string): string[] => text.match(/\(dataset\/.*\)/g) ?? []
  const server = startGlassbox(['serve', empty, '--no-open', '--port', '0'], { home })
  await server.printed(/\(dataset\/no-pictures\)/)
  const other = await glassbox(['train', noClasses], { home })
  expect(codes(other.stderr)).toEqual(['(dataset/no-classes)'])
  server.child.kill('SIGTERM')
  expect(codes((await server.finished).stderr)).toEqual(['(dataset/no-pictures)'])
})
