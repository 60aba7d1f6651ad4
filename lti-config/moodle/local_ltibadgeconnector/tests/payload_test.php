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
 * What is said of a row.
 *
 * @package    local_ltibadgeconnector
 * @copyright  2026 LTI Badge Connector contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class payload_test extends connector_testcase {
    /**
     * A grade with everything that the connector needs to take it as a fact.
     *
     * @covers \local_ltibadgeconnector\payload
     */
    public function test_a_grade_says_learner_item_range_and_state(): void {
        $this->grade(17.5);
        $this->send();

        $grade = $this->about_the_quiz();
        $this->assertEquals(['id' => (int) $this->learner->id, 'idnumber' => 'B2301417'], (array) $grade->data->user);
        $this->assertEquals((int) $this->course->id, $grade->data->course->id);
        $this->assertEquals('quiz', $grade->data->grade_item->module);
        $this->assertEquals('単元3 小テスト', $grade->data->grade_item->name);
        $this->assertEquals((int) $this->quiz->cmid, $grade->data->grade_item->cmid);
        $this->assertEquals(['given' => 17.5, 'min' => 0.0, 'max' => 20.0, 'final' => true, 'hidden' => false, 'overridden' => false],
            (array) $grade->data->score);
        $this->assertMatchesRegularExpression('/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/', $grade->data->occurred_at);
    }

    /**
     * No names and no e-mail leave the site.
     *
     * @covers \local_ltibadgeconnector\payload
     */
    public function test_nothing_says_who_the_learner_is_by_name(): void {
        $this->grade(17.5);
        $this->send();

        foreach ($this->transport->posted as $post) {
            $this->assertStringNotContainsString($this->learner->lastname, $post->text);
            $this->assertStringNotContainsString($this->learner->email, $post->text);
        }
    }

    /**
     * A grade that the learner cannot see.
     *
     * @covers \local_ltibadgeconnector\payload
     */
    public function test_a_hidden_grade_is_said_to_be_hidden_and_said_again_when_it_is_shown(): void {
        $this->item()->set_hidden(1);
        $this->grade(17.5);
        $this->send();
        $this->assertTrue($this->about_the_quiz()->data->score->hidden);

        $this->transport->posted = [];
        $this->item()->set_hidden(0);
        $this->send();
        $this->assertFalse($this->about_the_quiz()->data->score->hidden);
    }

    /**
     * A grade that is shown at a date is said again then.
     *
     * @covers \local_ltibadgeconnector\payload
     */
    public function test_a_grade_that_is_hidden_until_a_date_waits_for_it(): void {
        $until = time() + DAYSECS;
        $this->item()->set_hidden($until);
        $this->grade(17.5);
        $this->send();

        $waiting = array_filter($this->rows(outbox::GRADE_UPDATED), fn($row) => $row->status == outbox::WAITING);
        $this->assertEquals([$until + 1], array_values(array_unique(array_column($waiting, 'nextattempt'))));
    }

    /**
     * No grade is not zero.
     *
     * @covers \local_ltibadgeconnector\payload
     */
    public function test_a_grade_that_was_cleared_is_null(): void {
        $this->grade(17.5);
        $this->grade(null);
        $this->send();

        $this->assertNull($this->about_the_quiz()->data->score->given);
    }

    /**
     * Only the chosen categories.
     *
     * @covers \local_ltibadgeconnector\settings
     */
    public function test_a_course_outside_of_the_chosen_categories_is_not_said(): void {
        $category = $this->getDataGenerator()->create_category();
        set_config('categories', $category->id, 'local_ltibadgeconnector');
        $this->grade(17.5);
        $this->send();
        $this->assertEmpty($this->transport->posted);

        $below = $this->getDataGenerator()->create_category(['parent' => $category->id]);
        move_courses([$this->course->id], $below->id);
        $this->grade(18);
        $this->send();
        $this->assertNotEmpty($this->transport->of('grade.updated'));
    }

    /**
     * The last grade.updated about the quiz.
     *
     * @return \stdClass
     */
    private function about_the_quiz(): \stdClass {
        $all = array_filter($this->transport->of('grade.updated'), fn($body) => $body->data->grade_item->type === 'mod');
        return end($all);
    }
}
