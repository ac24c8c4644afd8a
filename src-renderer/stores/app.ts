import { useIntervalFn, usePreferredDark } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, shallowRef, watchEffect } from 'vue'
import { toEnvelope, type ErrorEnvelope } from '../../src-main/contract/errors.ts'
import { DEFAULT_SETTINGS, type AppInfo, type Settings } from '../../src-main/contract/types.ts'
import type { Theme } from '../canvas/colormap.ts'
import { useConnection } from '../api/connection.ts'

const INFO_EVERY_MS = 4000
/** Also read by public/theme.js before the first paint. */
const THEME_KEY = 'glassbox.theme'

function storedTheme(): Settings['theme'] {
  const stored = localStorage.getItem(THEME_KEY)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}

/** What is true of the whole application: its settings, its theme and what it says about itself. */
export const useApp = defineStore('app', () => {
  const api = useConnection()
  const info = shallowRef<AppInfo | null>(null)
  // Until the stored ones have arrived.
  const settings = shallowRef<Settings>({ ...DEFAULT_SETTINGS, theme: storedTheme() })
  const error = shallowRef<ErrorEnvelope | null>(null)

  /** What is shown as under way may not be any more. */
  const disconnected = computed(() => api.state.value === 'lost' || api.state.value === 'refused')
  const prefersDark = usePreferredDark()
  const theme = computed<Theme>(() => {
    if (settings.value.theme !== 'system') return settings.value.theme
    return prefersDark.value ? 'dark' : 'light'
  })
  watchEffect(() => {
    document.documentElement.dataset.theme = theme.value
    localStorage.setItem(THEME_KEY, settings.value.theme)
  })

  async function load(): Promise<void> {
    try {
      const [nextInfo, nextSettings] = await Promise.all([api.invoke('app/info', {}), api.invoke('settings/get', {})])
      info.value = nextInfo
      settings.value = nextSettings
      error.value = null
    } catch (caught) {
      error.value = toEnvelope(caught)
    }
  }

  /** Shows the change at once and takes it back when it could not be saved. */
  async function change(part: Partial<Settings>): Promise<void> {
    const before = settings.value
    settings.value = { ...before, ...part }
    try {
      settings.value = await api.invoke('settings/set', part)
      error.value = null
    } catch (caught) {
      settings.value = before
      error.value = toEnvelope(caught)
    }
  }

  async function refreshInfo(): Promise<void> {
    if (api.state.value !== 'open') return
    const next = await api.invoke('app/info', {}).catch(() => null)
    if (next) info.value = next
  }

  api.on('settings/changed', (next) => (settings.value = next))
  api.onMissed(load)
  useIntervalFn(refreshInfo, INFO_EVERY_MS)
  void load()
  return { info, settings, theme, error, change, load, connection: api.state, disconnected }
})
