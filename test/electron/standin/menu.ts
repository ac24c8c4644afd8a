import type {
  BaseWindow,
  Menu as ElectronMenu,
  MenuItem as ElectronMenuItem,
  MenuItemConstructorOptions,
} from 'electron'
import { normalAccelerator } from './accelerator.ts'
import { BrowserWindow, type BrowserWindowStandIn } from './browser-window.ts'
import { ROLE_MENUS, ROLES } from './menu-roles.ts'
import { strict } from './strict.ts'

type Known = Pick<ElectronMenuItem, 'id' | 'label' | 'type' | 'enabled' | 'visible' | 'checked' | 'click'>

class MenuItemStandIn implements Known {
  readonly id: string
  readonly role: string | undefined
  readonly type: Known['type']
  readonly accelerator: string | undefined
  readonly submenu: MenuStandIn | undefined
  label: string
  enabled: boolean
  visible: boolean
  checked: boolean
  private readonly chosen: MenuItemConstructorOptions['click']

  constructor(options: MenuItemConstructorOptions) {
    const { role, type, label, submenu } = options
    if (role === undefined && type === undefined && label === undefined)
      throw new Error('Invalid template for MenuItem: must have at least one of label, role or type')
    if (role !== undefined && !(role in ROLES)) throw new Error(`Electron has no role '${String(role)}'`)
    const own =
      role !== undefined ? ROLE_MENUS[role]?.map((one) => ({ role: one }) as MenuItemConstructorOptions) : undefined
    const items = submenu ?? own
    this.id = options.id ?? ''
    this.role = role
    this.type = type ?? (items ? 'submenu' : 'normal')
    this.label = label ?? role ?? ''
    this.accelerator = options.accelerator ?? (role === undefined ? undefined : ROLES[role]!.accelerator)
    this.submenu = Array.isArray(items) ? MenuStandIn.buildFromTemplate(items) : (items as MenuStandIn | undefined)
    this.enabled = options.enabled ?? true
    this.visible = options.visible ?? true
    this.checked = options.checked ?? false
    this.chosen = options.click
    return strict<MenuItemStandIn>('MenuItem', this)
  }

  /** As a person would: an item that is disabled does nothing. */
  click(event: object = {}, window?: object): void {
    if (!this.enabled || !this.visible) return
    if (this.type === 'checkbox') this.checked = !this.checked
    if (this.type === 'radio') this.checked = true
    const focused = (window ?? BrowserWindow.getFocusedWindow()) as BrowserWindowStandIn | null
    if (this.role !== undefined) {
      const { run } = ROLES[this.role]!
      if (focused || this.role === 'quit' || this.role === 'about') run?.(focused!)
    } else this.chosen?.(this as never, (focused ?? undefined) as BaseWindow | undefined, event)
  }
}

class MenuStandIn implements Pick<ElectronMenu, 'getMenuItemById'> {
  readonly items: MenuItemStandIn[] = []
  static application: MenuStandIn | null = null

  constructor() {
    return strict<MenuStandIn>('Menu', this)
  }
  /** @throws {Error} for a role or a shortcut that Electron does not have. */
  static buildFromTemplate(template: readonly MenuItemConstructorOptions[]): MenuStandIn {
    const menu = new MenuStandIn()
    for (const options of template) menu.append(new MenuItemStandIn(options))
    return menu
  }
  /** @throws {Error} when two of its items have the same shortcut. */
  static setApplicationMenu(menu: MenuStandIn | null): void {
    const taken = new Map<string, string>()
    for (const { accelerator, label } of menu?.all() ?? []) {
      if (accelerator === undefined) continue
      const normal = normalAccelerator(accelerator)
      if (taken.has(normal)) throw new Error(`${accelerator} belongs to '${taken.get(normal)}' and to '${label}'`)
      taken.set(normal, label)
    }
    MenuStandIn.application = menu
  }
  static getApplicationMenu(): MenuStandIn | null {
    return MenuStandIn.application
  }

  append(item: MenuItemStandIn): void {
    if (item.accelerator !== undefined) normalAccelerator(item.accelerator)
    this.items.push(item)
  }
  getMenuItemById(id: string): ElectronMenuItem | null {
    return (this.all().find((item) => item.id === id) ?? null) as ElectronMenuItem | null
  }
  private all(): MenuItemStandIn[] {
    return this.items.flatMap((item) => [item, ...(item.submenu?.all() ?? [])])
  }
}

export const Menu = strict('Menu', MenuStandIn)
export const MenuItem = strict('MenuItem', MenuItemStandIn)
