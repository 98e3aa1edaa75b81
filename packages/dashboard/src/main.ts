import { mount } from 'svelte'
import './app.css'
import App from './App.svelte'
import { clock } from './state/clock.svelte.js'
import { live } from './state/live.svelte.js'
import { router } from './state/router.svelte.js'
import { session } from './state/session.svelte.js'
import { theme } from './state/theme.svelte.js'

theme.start()
router.start()
session.start()
clock.start()
live.start()
mount(App, { target: document.getElementById('app')! })
