import type { MenuItemConstructorOptions } from 'electron'
import { expect, test } from 'vitest'
import { menuTemplate, type MenuActions } from '../../../../src-main/hosts/electron/menu-template.ts'

function menusOf(platform: NodeJS.Platform) {
  const calls: string[] = []
  const actions = new Proxy({} as MenuActions, {
    get: (_, name: string) => async (argument?: string) =>
      void calls.push(argument === undefined ? name : `${name} ${argument}`),
  })
  const flatten = (items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
    items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])])
  const menus = menuTemplate(platform, actions)
  return { menus, items: flatten(menus), calls }
}
const names = (items: MenuItemConstructorOptions[]): (string | undefined)[] =>
  items.map(({ label, role }) => label ?? role)

test('each platform has its menus in the order it is used to', () => {
  const rest = ['&File', 'editMenu', '&View', '&Run', 'windowMenu', 'help']
  expect(names(menusOf('linux').menus)).toEqual(rest)
  expect(names(menusOf('win32').menus)).toEqual(rest)
  expect(names(menusOf('darwin').menus)).toEqual(['Glassbox', ...rest])
})

test.each(['linux', 'win32', 'darwin'] as const)('on %s quit, about and settings are there once', (platform) => {
  const { items } = menusOf(platform)
  for (const role of ['quit', 'about', 'reload', 'toggleDevTools'])
    expect(items.filter((item) => item.role === role)).toHaveLength(1)
  expect(items.filter(({ id }) => id === 'settings')).toHaveLength(1)
  const shortcuts = items.flatMap(({ accelerator }) => accelerator ?? [])
  expect(new Set(shortcuts).size).toBe(shortcuts.length)
})

test('every item does what it says', () => {
  const { items, calls } = menusOf('linux')
  for (const { click } of items) (click as (() => void) | undefined)?.()
  expect(calls).toEqual([
    'openFolder',
    'classifyPictures',
    'classifyClipboard',
    'go /settings',
    'go /',
    'go /data',
    'go /train',
    'go /runs',
    'go /classify',
    'go /settings',
    'stopTraining',
    'openHome',
  ])
})
