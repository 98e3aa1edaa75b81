export type Theme = 'system' | 'light' | 'dark'

const KEY = 'coelho.theme'
const THEMES: readonly Theme[] = ['system', 'light', 'dark']

class ThemeChoice {
  chosen: Theme = $state('system')
  /** Rises when the colours changed, whoever changed them: what paints itself paints anew. */
  revision: number = $state(0)

  start(): void {
    const kept = localStorage.getItem(KEY)
    this.set(THEMES.find((theme) => theme === kept) ?? 'system')
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.revision++)
  }

  next(): void {
    this.set(THEMES[(THEMES.indexOf(this.chosen) + 1) % THEMES.length]!)
  }

  private set(theme: Theme): void {
    this.chosen = theme
    if (theme === 'system') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = theme
    localStorage.setItem(KEY, theme)
    this.revision++
  }
}

export const theme: ThemeChoice = new ThemeChoice()
