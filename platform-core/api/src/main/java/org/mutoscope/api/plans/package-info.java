/**
 * Who may have a plan that is not for everybody: a school's students, an association's people. A partner implements
 * {@link org.mutoscope.api.plans.EligibilityProvider} and registers it as a service.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.mutoscope.api.plans;
