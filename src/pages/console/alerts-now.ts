import { computed } from '@preact/signals';
import { figureAlerts } from './alerts.ts';
import { campaignsNow } from './campaigns-now.ts';
import { sums } from './sums.ts';

/** Figures that left their course, by all that is loaded: none before both sums and campaigns came. */
export const alertsNow = computed(() => {
  const campaigns = campaignsNow.value.campaigns?.filter(({ managed }) => managed.state === 'live').map(({ managed }) => managed.campaign);
  return campaigns && sums.value ? figureAlerts(sums.value, campaigns) : [];
});
