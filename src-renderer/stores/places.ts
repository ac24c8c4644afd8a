import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'

/** Where each part of the application was left, so that the rail leads back there. */
export const usePlaces = defineStore('places', () => {
  const places = useLocalStorage<Record<string, string>>('glassbox.places', {})

  function remember(section: string, path: string): void {
    places.value = { ...places.value, [section]: path }
  }
  return { places, remember }
})
