/** Pages of desks, of the office and of the evaluation, which applicants and visitors never load. */
import type { RouteRecordRaw } from "vue-router"
import { routes as ballotRoutes } from "@/features/evaluation/ballot/routes"
import { publicDrawRoute, routes as drawRoutes } from "@/features/evaluation/draws/routes"
import { routes as noticeRoutes } from "@/features/evaluation/notices/routes"
import { routes as readingRoutes } from "@/features/evaluation/reading/routes"
import { routes as resultRoutes } from "@/features/evaluation/results/routes"
import { routes as rollRoutes } from "@/features/evaluation/roll/routes"
import { routes as scoreRoutes } from "@/features/evaluation/scores/routes"
import { routes as seasonRoutes } from "@/features/evaluation/season/routes"
import { routes as selectionRoutes } from "@/features/evaluation/selection/routes"
import { routes as listRoutes } from "@/features/lists/routes"
import { routes as objectionRoutes } from "@/features/objections/routes"
import { routes as expertRoutes } from "@/features/organiser/experts/routes"
import { routes as organiserRoutes } from "@/features/organiser/routes"
import { routes as progressRoutes } from "@/features/progress/routes"
import { guideRoute } from "@/features/public/guides/routes"
import { verifyRoute } from "@/features/public/verify/routes"
import { routes as reviewRoutes } from "@/features/review/routes"
import { routes as settingsRoutes } from "@/features/settings/routes"

export const officeRoutes: RouteRecordRaw[] = [
  ...listRoutes,
  ...progressRoutes,
  ...settingsRoutes,
  ...reviewRoutes,
  ...organiserRoutes,
  ...seasonRoutes,
  ...rollRoutes,
  ...expertRoutes,
  ...drawRoutes,
  publicDrawRoute,
  guideRoute,
  verifyRoute,
  ...readingRoutes,
  ...scoreRoutes,
  ...ballotRoutes,
  ...selectionRoutes,
  ...noticeRoutes,
  ...resultRoutes,
  ...objectionRoutes,
]
