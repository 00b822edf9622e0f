/**
 * The Helm chart, rendered by Helm itself and read back as Kubernetes' own types.
 */
@NullMarked
package dev.honeyrelay.chart;

import org.jspecify.annotations.NullMarked;
