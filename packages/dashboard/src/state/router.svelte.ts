import { parseRoute, type Route } from '../route.js'

class Router {
  route: Route = $state.raw({ model: undefined, section: undefined })

  start(): void {
    const read = () => {
      this.route = parseRoute(location.hash)
    }
    read()
    addEventListener('hashchange', read)
  }
}

export const router: Router = new Router()
