<?php
// This file is part of Moodle - https://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <https://www.gnu.org/licenses/>.

namespace local_ltibadgeconnector;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/connector_testcase.php');

/**
 * What an administrator is told to do.
 *
 * @package    local_ltibadgeconnector
 * @copyright  2026 LTI Badge Connector contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class health_test extends connector_testcase {
    /**
     * Each failed check says what to do.
     *
     * @covers \local_ltibadgeconnector\health
     */
    public function test_it_names_what_is_missing_and_what_to_do(): void {
        set_config('enablewebservices', 0);

        $failed = array_column(array_filter(health::checks(), fn($check) => !$check['ok']), 'fix', 'name');

        $this->assertArrayHasKey(get_string('checkwebservices', 'local_ltibadgeconnector'), $failed);
        $this->assertNotContains('', $failed);
    }

    /**
     * The role has what reading needs, and an account with it passes.
     *
     * @covers \local_ltibadgeconnector\health
     */
    public function test_the_role_lets_an_account_read(): void {
        global $DB;
        $account = $this->getDataGenerator()->create_user(['username' => 'badgereader']);
        $DB->insert_record('external_services_users', (object) ['externalserviceid' => health::service()->id,
            'userid' => $account->id, 'timecreated' => time()]);
        $this->assertNotEmpty($this->missing());

        health::make_role();
        role_assign($DB->get_field('role', 'id', ['shortname' => health::ROLE]), $account->id, \context_system::instance());

        $this->assertEmpty($this->missing());
        $this->setUser($account);
        $visible = array_filter(get_fast_modinfo($this->course)->get_cms(), fn($cm) => $cm->uservisible);
        $this->assertCount(1, $visible, 'Otherwise the grade report leaves the quiz out.');
    }

    /**
     * The failed checks about permissions.
     *
     * @return array[]
     */
    private function missing(): array {
        return array_filter(health::checks(), fn($check) => !$check['ok'] && strpos($check['name'], 'badgereader') !== false);
    }
}
