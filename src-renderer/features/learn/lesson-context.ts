import { inject, provide, type InjectionKey } from 'vue'

const key: InjectionKey<string> = Symbol('lesson')

/** The name of the lesson that a task belongs to. */
export const useLessonName = (): string => inject(key, '')
export const provideLessonName = (name: string): void => provide(key, name)
