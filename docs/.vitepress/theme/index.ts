import type { Theme } from 'vitepress'
// The default theme without fonts of its own: the pages ask no other host, and load less.
import DefaultTheme from 'vitepress/theme-without-fonts'
import './style.css'

export default { extends: DefaultTheme } satisfies Theme
