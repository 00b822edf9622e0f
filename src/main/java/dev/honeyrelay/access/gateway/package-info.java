/**
 * GatewayIdentity that a company's gateway forwards in header fields, believed only where
 * the connection comes from the gateway.
 */
@NullMarked
package dev.honeyrelay.access.gateway;

import org.jspecify.annotations.NullMarked;
