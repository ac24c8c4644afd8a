import { useEventListener } from '@vueuse/core'
import { nextTick, onBeforeUnmount, onMounted, type ShallowRef } from 'vue'

/**
 * Keeps an element's scroll position over navigation and reload, under `key` in this browser.
 * Call `restore` again when content that arrives later makes the element tall enough.
 */
export function useKeptScroll(key: string, element: Readonly<ShallowRef<HTMLElement | null>>) {
  const place = `glassbox.scroll.${key}`
  const save = (): void => {
    if (element.value) localStorage.setItem(place, String(Math.round(element.value.scrollTop)))
  }
  const restore = async (): Promise<void> => {
    await nextTick()
    if (element.value) element.value.scrollTop = Number(localStorage.getItem(place) ?? 0)
  }
  onMounted(restore)
  onBeforeUnmount(save)
  useEventListener(window, 'pagehide', save)
  return { restore }
}
