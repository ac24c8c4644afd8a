import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { PRESETS } from '../../../src-engine/spec/presets.ts'
import PresetField from '../../../src-renderer/features/train/PresetField.vue'

const checked = (preset: string): string[] =>
  mount(PresetField, { props: { modelValue: preset, presets: PRESETS, own: null, error: null } })
    .findAll<HTMLInputElement>('input[type=radio]')
    .filter(({ element }) => element.checked)
    .map(({ element }) => element.value)

it.each(PRESETS.map(({ name }) => name))('shows %s, and only it, as chosen', (name) => {
  expect(checked(name)).toEqual([name])
})

it.each(['mlp-7', 'mlp-', 'mlp-1.5', 'mlp--3'])('keeps the hidden layer chosen while its units read %s', (name) => {
  expect(checked(name)).toEqual(['mlp-32'])
})

it('asks for units of the hidden layer only, and names the network by them', async () => {
  const field = (preset: string) =>
    mount(PresetField, { props: { modelValue: preset, presets: PRESETS, own: null, error: null } })
  expect(field('mlp-book').find('input[type=number]').exists()).toBe(false)
  const view = field('mlp-32')
  await view.get('input[type=number]').setValue('48')
  expect(view.emitted('update:modelValue')).toEqual([['mlp-48']])
})
